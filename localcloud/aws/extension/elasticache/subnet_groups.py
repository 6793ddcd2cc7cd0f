"""Cache subnet groups, which moto can neither change nor delete."""

from dataclasses import dataclass

from moto.ec2.models import ec2_backends

from localcloud.aws.extension.elasticache import errors
from localcloud.aws.extension.elasticache.group import Shape
from localcloud.aws.extension.elasticache.records import CacheRecords


@dataclass
class SubnetGroup:
    """`subnets` are ids with their zones. The other names are those by which moto reads a group."""

    name: str
    description: str
    vpc_id: str
    subnets: dict[str, str]
    arn: str

    @property
    def shape(self) -> Shape:
        return {
            "CacheSubnetGroupName": self.name,
            "CacheSubnetGroupDescription": self.description,
            "VpcId": self.vpc_id,
            "Subnets": [
                {
                    "SubnetIdentifier": subnet,
                    "SubnetAvailabilityZone": {"Name": zone},
                    "SupportedNetworkTypes": ["ipv4"],
                }
                for subnet, zone in self.subnets.items()
            ],
            "ARN": self.arn,
            "SupportedNetworkTypes": ["ipv4"],
        }


class SubnetGroupOperations(CacheRecords):
    def subnet_group(self, name: str) -> SubnetGroup:
        if name not in self.cache_subnet_groups:
            raise errors.fault("CacheSubnetGroupNotFoundFault", f"CacheSubnetGroup {name} not found.")
        return self.cache_subnet_groups[name]

    def zones_of(self, name: str | None) -> list[str]:
        if name is None:
            return [f"{self.region_name}{letter}" for letter in "abc"]
        return sorted(set(self.subnet_group(name).subnets.values()))

    def answer_create_cache_subnet_group(self, params: Shape) -> Shape:
        name = params["CacheSubnetGroupName"].lower()
        if name in self.cache_subnet_groups:
            raise errors.fault("CacheSubnetGroupAlreadyExists", f"Cache subnet group {name} already exists.")
        vpc_id, subnets = self._found(params["SubnetIds"])
        description = params["CacheSubnetGroupDescription"]
        group = SubnetGroup(name, description, vpc_id, subnets, self.arn("subnetgroup", name))
        self.cache_subnet_groups[name] = group
        self.keep_tags(group.arn, params)
        return {"CacheSubnetGroup": group.shape}

    def answer_describe_cache_subnet_groups(self, params: Shape) -> Shape:
        name = params.get("CacheSubnetGroupName")
        groups = [self.subnet_group(name)] if name else list(self.cache_subnet_groups.values())
        return {"CacheSubnetGroups": [group.shape for group in groups]}

    def modify_cache_subnet_group(self, params: Shape) -> Shape:
        group = self.subnet_group(params["CacheSubnetGroupName"])
        if params.get("SubnetIds"):
            vpc_id, subnets = self._found(params["SubnetIds"])
            if vpc_id != group.vpc_id:
                raise errors.fault(
                    "InvalidSubnet", f"The subnets are in {vpc_id}, the group is in {group.vpc_id}."
                )
            self._check_in_use(group, subnets)
            group.subnets = subnets
        group.description = params.get("CacheSubnetGroupDescription") or group.description
        return {"CacheSubnetGroup": group.shape}

    def delete_cache_subnet_group(self, params: Shape) -> Shape:
        group = self.subnet_group(params["CacheSubnetGroupName"])
        for user in self.replication_groups.values():
            if user.subnet_group == group.name:
                message = (
                    f"Cache subnet group {group.name} is currently in use by {user.replication_group_id}."
                )
                raise errors.fault("CacheSubnetGroupInUse", message)
        del self.cache_subnet_groups[group.name]
        return {}

    def _found(self, subnet_ids: list[str]) -> tuple[str, dict[str, str]]:
        ec2 = ec2_backends[self.account_id][self.region_name]
        found = {}
        for subnet_id in subnet_ids:
            if not any(subnet_id in zone for zone in ec2.subnets.values()):
                raise errors.fault("InvalidSubnet", f"Some input subnets in :[{subnet_id}] are invalid.")
            found[subnet_id] = ec2.get_subnet(subnet_id)
        vpcs = {subnet.vpc_id for subnet in found.values()}
        if len(vpcs) != 1:
            raise errors.fault("InvalidSubnet", f"The subnets must be in one VPC, and are in {sorted(vpcs)}.")
        return vpcs.pop(), {name: subnet.availability_zone for name, subnet in found.items()}

    def _check_in_use(self, group: SubnetGroup, subnets: dict[str, str]) -> None:
        for user in self.replication_groups.values():
            lost = {node.zone for node in user.nodes} - set(subnets.values())
            if user.subnet_group == group.name and lost:
                message = f"The subnets in {sorted(lost)} are in use by {user.replication_group_id}."
                raise errors.fault("SubnetInUse", message)
