"""A replication group with its shards and nodes, and how AWS describes them."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1
from typing import Any

from localcloud.aws.extension.elasticache.engine import Version

Shape = dict[str, Any]
_SLOTS = 16384
_REGION_CODES = {"us-east-1": "use1", "us-east-2": "use2", "us-west-2": "usw2", "eu-west-1": "euw1"}


@dataclass
class Node:
    """One member cluster; `name` is its cluster id."""

    name: str
    zone: str
    created: datetime


@dataclass
class Shard:
    """The first node is the primary."""

    number: int
    nodes: list[Node]

    @property
    def name(self) -> str:
        return f"{self.number:04}"


@dataclass
class CacheGroup:
    """`settings` are members of the request that AWS describes as they are; `pending` ones wait."""

    replication_group_id: str
    arn: str
    region: str
    description: str
    version: Version
    node_type: str
    cluster_mode: str
    port: int
    parameter_group: str
    subnet_group: str | None
    created: datetime
    settings: Shape
    shards: list[Shard] = field(default_factory=list)
    security_groups: list[str] = field(default_factory=list)
    auth_token_changed: datetime | None = None
    has_auth_token: bool = False
    pending: Shape = field(default_factory=dict)
    waiting_version: Version | None = None

    # The names by which moto's snapshots read a group.
    @property
    def node_groups(self) -> list[Shard]:
        return self.shards

    @property
    def engine(self) -> str:
        return self.version.engine

    @property
    def engine_version(self) -> str:
        return self.version.full

    @property
    def cache_node_type(self) -> str:
        return self.node_type

    @property
    def clustered(self) -> bool:
        return self.cluster_mode == "enabled"

    @property
    def nodes(self) -> list[Node]:
        return [node for shard in self.shards for node in shard.nodes]

    def node_name(self, shard: int, node: int) -> str:
        prefix = f"{self.replication_group_id}-{shard:04}" if self.clustered else self.replication_group_id
        return f"{prefix}-{node:03}"

    @property
    def shape(self) -> Shape:
        settings = self.settings
        shape: Shape = {
            "ReplicationGroupId": self.replication_group_id,
            "Description": self.description,
            "Status": "available",
            "PendingModifiedValues": {
                member: value for member, value in self.pending.items() if member in _PENDING_OF_GROUP
            },
            "MemberClusters": [node.name for node in self.nodes],
            "NodeGroups": [self._shard_shape(shard) for shard in self.shards],
            "AutomaticFailover": _switch(settings["AutomaticFailoverEnabled"]),
            "MultiAZ": _switch(settings["MultiAZEnabled"]),
            "SnapshotRetentionLimit": settings["SnapshotRetentionLimit"],
            "SnapshotWindow": settings["SnapshotWindow"],
            "ClusterEnabled": self.clustered,
            "CacheNodeType": self.node_type,
            "AuthTokenEnabled": self.has_auth_token,
            "TransitEncryptionEnabled": settings["TransitEncryptionEnabled"],
            "AtRestEncryptionEnabled": settings["AtRestEncryptionEnabled"],
            "ARN": self.arn,
            "UserGroupIds": settings["UserGroupIds"],
            "LogDeliveryConfigurations": settings["LogDeliveryConfigurations"],
            "ReplicationGroupCreateTime": self.created,
            "DataTiering": _switch(settings["DataTieringEnabled"]),
            "AutoMinorVersionUpgrade": settings["AutoMinorVersionUpgrade"],
            "NetworkType": settings["NetworkType"],
            "IpDiscovery": settings["IpDiscovery"],
            "ClusterMode": self.cluster_mode,
            "Engine": self.engine,
            "MemberClustersOutpostArns": [],
        }
        for member in ("KmsKeyId", "TransitEncryptionMode", "Durability"):
            if settings.get(member):
                shape[member] = settings[member]
        if self.auth_token_changed:
            shape["AuthTokenLastModifiedDate"] = self.auth_token_changed
        if settings["SnapshotRetentionLimit"] and not self.clustered:
            shape["SnapshottingClusterId"] = self.nodes[-1].name
        if self.clustered:
            shape["ConfigurationEndpoint"] = self._endpoint("clustercfg")
        return shape

    def cluster_shape(self, node: Node) -> Shape:
        """A member, as DescribeCacheClusters shows it with its node."""
        settings = self.settings
        shape: Shape = {
            "CacheClusterId": node.name,
            "CacheNodeType": self.node_type,
            "Engine": self.engine,
            "EngineVersion": self.engine_version,
            "CacheClusterStatus": "available",
            "NumCacheNodes": 1,
            "PreferredAvailabilityZone": node.zone,
            "CacheClusterCreateTime": node.created,
            "PreferredMaintenanceWindow": settings["PreferredMaintenanceWindow"],
            "PendingModifiedValues": {
                member: value for member, value in self.pending.items() if member not in _PENDING_OF_GROUP
            },
            "CacheSecurityGroups": [],
            "CacheParameterGroup": {
                "CacheParameterGroupName": self.parameter_group,
                "ParameterApplyStatus": "in-sync",
                "CacheNodeIdsToReboot": [],
            },
            "CacheNodes": [
                {
                    "CacheNodeId": "0001",
                    "CacheNodeStatus": "available",
                    "CacheNodeCreateTime": node.created,
                    "Endpoint": self._node_endpoint(node),
                    "ParameterGroupStatus": "in-sync",
                    "CustomerAvailabilityZone": node.zone,
                }
            ],
            "SecurityGroups": [
                {"SecurityGroupId": name, "Status": "active"} for name in self.security_groups
            ],
            "ReplicationGroupId": self.replication_group_id,
            # Only one member takes the snapshots; all of them tell of the setting.
            "ReplicationGroupLogDeliveryEnabled": bool(settings["LogDeliveryConfigurations"]),
            "AuthTokenEnabled": self.has_auth_token,
            "ARN": f"{self.arn.rpartition(':replicationgroup:')[0]}:cluster:{node.name}",
        }
        for member in (
            "SnapshotRetentionLimit", "SnapshotWindow", "TransitEncryptionEnabled", "AtRestEncryptionEnabled",
            "AutoMinorVersionUpgrade", "NetworkType", "IpDiscovery", "LogDeliveryConfigurations",
        ):  # fmt: skip
            shape[member] = settings[member]
        if self.subnet_group:
            shape["CacheSubnetGroupName"] = self.subnet_group
        if settings.get("NotificationTopicArn"):
            topic = {"TopicArn": settings["NotificationTopicArn"], "TopicStatus": "active"}
            shape["NotificationConfiguration"] = topic
        return shape

    def _shard_shape(self, shard: Shard) -> Shape:
        members = []
        for node in shard.nodes:
            member: Shape = {
                "CacheClusterId": node.name,
                "CacheNodeId": "0001",
                "PreferredAvailabilityZone": node.zone,
            }
            if not self.clustered:
                member["ReadEndpoint"] = self._node_endpoint(node)
                member["CurrentRole"] = "primary" if node is shard.nodes[0] else "replica"
            members.append(member)
        shape: Shape = {"NodeGroupId": shard.name, "Status": "available", "NodeGroupMembers": members}
        if self.clustered:
            position, count = self.shards.index(shard), len(self.shards)
            start, end = _SLOTS * position // count, _SLOTS * (position + 1) // count - 1
            shape["Slots"] = f"{start}-{end}"
        else:
            shape["PrimaryEndpoint"] = self._endpoint("master")
            shape["ReaderEndpoint"] = self._endpoint("replica")
        return shape

    def _endpoint(self, role: str) -> Shape:
        """Groups with TLS have the role as first label, those without have it inside the name."""
        name, suffix = self.replication_group_id, self._suffix
        if self.settings["TransitEncryptionEnabled"]:
            address = f"{role}.{name}.{suffix}"
        else:
            code, _, rest = suffix.partition(".")
            address = {
                "clustercfg": f"{name}.{code}.clustercfg.{rest}",
                "master": f"{name}.{code}.ng.0001.{rest}",
                "replica": f"{name}-ro.{code}.ng.0001.{rest}",
            }[role]
        return {"Address": address, "Port": self.port}

    def _node_endpoint(self, node: Node) -> Shape:
        if self.settings["TransitEncryptionEnabled"]:
            address = f"{node.name}.{self.replication_group_id}.{self._suffix}"
        else:
            code, _, rest = self._suffix.partition(".")
            address = f"{node.name}.{code}.0001.{rest}"
        return {"Address": address, "Port": self.port}

    @property
    def _suffix(self) -> str:
        account = ":".join(self.arn.split(":")[3:5])
        code = sha1(account.encode(), usedforsecurity=False).hexdigest()[:6]
        region = _REGION_CODES.get(self.region, self.region.replace("-", ""))
        return f"{code}.{region}.cache.amazonaws.com"


# The rest of what waits is shown at the members.
_PENDING_OF_GROUP = frozenset(
    ["AutomaticFailoverStatus", "TransitEncryptionEnabled", "TransitEncryptionMode", "ClusterMode"]
)


def _switch(on: bool) -> str:
    return "enabled" if on else "disabled"
