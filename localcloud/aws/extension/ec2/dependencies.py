"""What uses a subnet or a security group: AWS deletes neither while a network interface is in it."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend


@dataclass(frozen=True)
class Use:
    """`by` names the user as AWS's console would."""

    by: str
    subnets: frozenset[str]
    groups: frozenset[str]


class Dependencies(EC2Backend):
    def delete_subnet(self, subnet_id: str) -> Any:
        for use in uses(self):
            if subnet_id in use.subnets:
                raise DependencyViolationError(
                    f"The subnet '{subnet_id}' has dependencies and cannot be deleted. ({use.by} is in it.)"
                )
        return super().delete_subnet(subnet_id)

    def delete_security_group(self, name: str | None = None, group_id: str | None = None) -> None:
        group = self.get_security_group_by_name_or_id(group_id or name or "")
        if group is not None:
            self._check_group(group)
        super().delete_security_group(name, group_id)

    def delete_vpc(self, vpc_id: str) -> Any:
        """Moto looks at subnets, VPN gateways and route tables only."""
        left = [
            *(gateway.id for gateway in self.internet_gateways.values() if _vpc_of(gateway) == vpc_id),
            *(group.id for group in self.groups.get(vpc_id, {}).values() if not group.is_default),
            *(
                end.id
                for end in self.vpc_end_points.values()
                if end.vpc_id == vpc_id and end.state != "deleted"
            ),
        ]
        if left:
            raise DependencyViolationError(
                f"The vpc '{vpc_id}' has dependencies and cannot be deleted. ({', '.join(left)} are in it.)"
            )
        return super().delete_vpc(vpc_id)

    def _check_group(self, group: Any) -> None:
        users = [use.by for use in uses(self) if group.id in use.groups]
        for others in self.groups.values():
            for other in others.values():
                rules = [*other.ingress_rules, *other.egress_rules] if other.id != group.id else []
                if any(rule.source_group.get("GroupId") == group.id for rule in rules):
                    users.append(f"a rule of {other.id}")
        if users:
            raise DependencyViolationError(f"resource {group.id} has a dependent object ({users[0]})")


def uses(ec2: EC2Backend) -> Iterator[Use]:
    """Every network interface, and everything of other services that has one on AWS and none in moto."""
    for interface in ec2.enis.values():
        owner = interface.instance.id if interface.instance else interface.id
        yield _use(owner, [interface.subnet.id], [group.id for group in interface.group_set])
    for service, find in _SERVICES.items():
        models = sys.modules.get(f"moto.{service}.models")
        if models is not None:
            yield from find(getattr(models, f"{service}_backends")[ec2.account_id][ec2.region_name])


def _use(by: str, subnets: Iterable[str], groups: Iterable[str]) -> Use:
    return Use(by, frozenset(subnets), frozenset(groups))


def _rds(backend: Any) -> Iterator[Use]:
    for instance in backend.databases.values():
        group = getattr(instance, "db_subnet_group", None)
        subnets = [
            subnet["SubnetIdentifier"]
            for subnet in (group.subnets if group else [])
            if subnet["SubnetAvailabilityZone"]["Name"] == instance.availability_zone
        ]
        yield _use(f"database {instance.db_instance_identifier}", subnets, instance.vpc_security_group_ids)


def _elasticache(backend: Any) -> Iterator[Use]:
    for group in backend.replication_groups.values():
        zones = {node.zone for node in group.nodes}
        known = backend.subnet_group(group.subnet_group).subnets if group.subnet_group else {}
        subnets = [subnet for subnet, zone in known.items() if zone in zones]
        yield _use(f"replication group {group.replication_group_id}", subnets, group.security_groups)


def _elbv2(backend: Any) -> Iterator[Use]:
    for balancer in backend.load_balancers.values():
        subnets = [subnet.id for subnet in balancer.subnets]
        yield _use(f"load balancer {balancer.name}", subnets, balancer.security_groups or [])


def _eks(backend: Any) -> Iterator[Use]:
    for record in backend.clusters.values():
        vpc = record.shape["resourcesVpcConfig"]
        groups = [*vpc["securityGroupIds"], vpc["clusterSecurityGroupId"]]
        yield _use(f"cluster {record.name}", vpc["subnetIds"], groups)


def _mq(backend: Any) -> Iterator[Use]:
    for broker in backend.brokers.values():
        yield _use(f"broker {broker.name}", broker.subnet_ids, broker.security_groups or [])


def _opensearch(backend: Any) -> Iterator[Use]:
    for domain in backend.domains.values():
        if vpc := getattr(domain, "settings", {}).get("VPCOptions"):
            yield _use(f"domain {domain.domain_name}", vpc["SubnetIds"], vpc["SecurityGroupIds"])


_SERVICES = {
    "rds": _rds,
    "elasticache": _elasticache,
    "elbv2": _elbv2,
    "eks": _eks,
    "mq": _mq,
    "opensearch": _opensearch,
}


def _vpc_of(gateway: Any) -> str | None:
    return gateway.vpc.id if gateway.vpc else None
