"""EKS clusters: creation, update of configuration and version, encryption, updates, deletion."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import ec2_backends
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.eks import access, errors, logging_types
from localcloud.aws.extension.eks.cluster_record import ClusterRecord, Shape, one_page
from localcloud.aws.extension.eks.control_plane import control_planes
from localcloud.aws.extension.eks.versions import DEFAULT_VERSION, check_supported, check_update

if TYPE_CHECKING:
    _Backend = EKSBackend
else:
    _Backend = object

_ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")
_DEFAULTS: Shape = {
    "upgradePolicy": {"supportType": "EXTENDED"},
    "zonalShiftConfig": {"enabled": False},
    "computeConfig": {"enabled": False},
    "storageConfig": {"blockStorage": {"enabled": False}},
    "controlPlaneScalingConfig": {"tier": "standard"},
}
_PASSED_ON = ("encryptionConfig", "tags", "remoteNetworkConfig", "deletionProtection")


class ClusterOperations(_Backend):
    clusters: dict[str, ClusterRecord]  # type: ignore[assignment]  # narrower than moto's

    def cluster(self, name: str) -> ClusterRecord:
        if name not in self.clusters:
            raise errors.not_found(f"No cluster found for name: {name}.", clusterName=name)
        return self.clusters[name]

    def arn(self, path: str) -> str:
        return f"arn:{self.partition}:eks:{self.region_name}:{self.account_id}:{path}"

    def create_cluster_record(self, params: Shape, caller: str) -> Shape:
        name, version = params["name"], params.get("version") or DEFAULT_VERSION
        if name in self.clusters:
            raise errors.in_use(f"Cluster already exists with name: {name}", clusterName=name)
        if not _ROLE.fullmatch(params["roleArn"]):
            raise errors.invalid_parameter(f"Invalid Role Arn: '{params['roleArn']}'", clusterName=name)
        check_supported(version)
        subnets = self._subnets(name, params["resourcesVpcConfig"].get("subnetIds") or [])
        endpoint = control_planes().endpoint(name, self.region_name)
        oidc_id = mock_random.get_random_hex(32).upper()
        shape: Shape = {
            **_DEFAULTS,
            **{key: params[key] for key in (*_PASSED_ON, *_DEFAULTS) if params.get(key) is not None},
            "name": name,
            "arn": self.arn(f"cluster/{name}"),
            "createdAt": utcnow(),
            "version": version,
            "platformVersion": "eks.3",
            "status": "ACTIVE",
            "roleArn": params["roleArn"],
            "endpoint": endpoint.url,
            "certificateAuthority": {"data": endpoint.certificate_authority},
            "identity": {
                "oidc": {"issuer": f"https://oidc.eks.{self.region_name}.amazonaws.com/id/{oidc_id}"}
            },
            "resourcesVpcConfig": self._vpc_config(name, params["resourcesVpcConfig"], subnets),
            "kubernetesNetworkConfig": _network_config(params.get("kubernetesNetworkConfig") or {}),
            "logging": logging_types.merged(None, params.get("logging")),
            "accessConfig": access.config(params.get("accessConfig") or {}),
            "health": {"issues": []},
        }
        shape.setdefault("tags", {})
        shape.setdefault("encryptionConfig", [])
        shape.setdefault("deletionProtection", False)
        record = self.clusters[name] = ClusterRecord(shape)
        if access.makes_creator_admin(params.get("accessConfig") or {}):
            access.add_creator(self, record, caller)
        return {"cluster": shape}

    def describe_cluster_record(self, params: Shape) -> Shape:
        return {"cluster": self.cluster(params["name"]).shape}

    def list_cluster_records(self, params: Shape) -> Shape:
        return one_page(sorted(self.clusters), params, "clusters")

    def delete_cluster_record(self, params: Shape) -> Shape:
        record = self.cluster(params["name"])
        if record.node_groups:
            groups = ",".join(record.node_groups)
            raise errors.in_use(
                "Cluster has nodegroups attached", clusterName=record.name, nodegroupName=groups
            )
        if record.shape["deletionProtection"]:
            message = (
                f"Cluster {record.name} has deletion protection enabled. Disable it to delete the cluster."
            )
            raise errors.invalid_request(message, clusterName=record.name)
        del self.clusters[record.name]
        ec2 = ec2_backends[self.account_id][self.region_name]
        # As on AWS the group stays behind if something refers to it.
        with suppress(DependencyViolationError):
            ec2.delete_security_group(group_id=record.shape["resourcesVpcConfig"]["clusterSecurityGroupId"])
        control_planes().removed(record.name)
        return {"cluster": {**record.shape, "status": "DELETING"}}

    def update_cluster_version(self, params: Shape) -> Shape:
        record = self.cluster(params["name"])
        check_update(record.shape["version"], params["version"], record.name)
        record.shape["version"] = params["version"]
        return record.record_update(
            "VersionUpdate", {"Version": params["version"], "PlatformVersion": "eks.3"}
        )

    def associate_encryption_config(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        if record.shape["encryptionConfig"]:
            message = f"Encryption is already enabled for cluster {record.name}"
            raise errors.invalid_parameter(message, clusterName=record.name)
        record.shape["encryptionConfig"] = params["encryptionConfig"]
        return record.record_update(
            "AssociateEncryptionConfig", {"EncryptionConfig": params["encryptionConfig"]}
        )

    def describe_update(self, params: Shape) -> Shape:
        updates = self.cluster(params["name"]).updates
        if params["updateId"] not in updates:
            raise errors.not_found(
                f"No update found for ID: {params['updateId']}", clusterName=params["name"]
            )
        return {"update": updates[params["updateId"]]}

    def list_updates(self, params: Shape) -> Shape:
        of = {key: params.get(key) for key in ("nodegroupName", "addonName")}
        updates = self.cluster(params["name"]).updates.values()
        ids = [update["id"] for update in updates if {key: update.get(key) for key in of} == of]
        return one_page(ids, params, "updateIds")

    def _subnets(self, cluster: str, subnet_ids: list[str]) -> list[Any]:
        ec2 = ec2_backends[self.account_id][self.region_name]
        known = {subnet_id: ec2.get_subnet(subnet_id) for subnet_id in subnet_ids if _exists(ec2, subnet_id)}
        for subnet_id in subnet_ids:
            if subnet_id not in known:
                message = f"The subnet ID '{subnet_id}' does not exist"
                raise errors.invalid_parameter(message, clusterName=cluster)
        if len({subnet.availability_zone for subnet in known.values()}) < 2:
            message = "Subnets specified must be in at least two different AZs"
            raise errors.invalid_parameter(message, clusterName=cluster)
        return list(known.values())

    def _vpc_config(self, cluster: str, asked: Shape, subnets: list[Any]) -> Shape:
        ec2 = ec2_backends[self.account_id][self.region_name]
        vpc_id = subnets[0].vpc_id
        group = ec2.create_security_group(
            f"eks-cluster-sg-{cluster}-{mock_random.randint(10**8, 10**9)}",
            "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
            vpc_id=vpc_id,
            tags={f"kubernetes.io/cluster/{cluster}": "owned", "aws:eks:cluster-name": cluster},
        )
        return {
            "securityGroupIds": [],
            "endpointPublicAccess": True,
            "endpointPrivateAccess": False,
            "publicAccessCidrs": ["0.0.0.0/0"],
            **{key: value for key, value in asked.items() if value is not None},
            "clusterSecurityGroupId": group.id,
            "vpcId": vpc_id,
        }


def _exists(ec2: Any, subnet_id: str) -> bool:
    return any(subnet_id in zone for zone in ec2.subnets.values())


def _network_config(asked: Shape) -> Shape:
    defaults = {
        "serviceIpv4Cidr": "172.20.0.0/16",
        "ipFamily": "ipv4",
        "elasticLoadBalancing": {"enabled": False},
    }
    return {**defaults, **asked}
