"""What ElastiCache checks and fills in when a replication group is created."""

import re
from itertools import cycle, islice
from typing import TYPE_CHECKING

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends

from localcloud.aws.extension.elasticache import engine, errors
from localcloud.aws.extension.elasticache.group import CacheGroup, Node, Shape, Shard

if TYPE_CHECKING:
    from localcloud.aws.extension.elasticache.service import CacheBackend

_DEFAULTS: Shape = {
    "AutomaticFailoverEnabled": False,
    "MultiAZEnabled": False,
    "SnapshotRetentionLimit": 0,
    "SnapshotWindow": "05:30-06:30",
    "PreferredMaintenanceWindow": "sun:23:00-mon:01:30",
    "TransitEncryptionEnabled": False,
    "AtRestEncryptionEnabled": False,
    "DataTieringEnabled": False,
    "AutoMinorVersionUpgrade": True,
    "NetworkType": "ipv4",
    "IpDiscovery": "ipv4",
    "UserGroupIds": [],
}
_PASSED_ON = ("KmsKeyId", "TransitEncryptionMode", "NotificationTopicArn", "Durability")
_TOKEN = re.compile(r"[A-Za-z0-9!&#$^<>-]{16,128}")
_MOST_REPLICAS = 5


def new_group(backend: "CacheBackend", request: Shape) -> CacheGroup:
    """The group that a request asks for. Raises AWS's errors for what does not go together."""
    name = request["ReplicationGroupId"].lower()
    engine.check_node_type(request.get("CacheNodeType"))
    version = engine.version(request.get("Engine"), request.get("EngineVersion"))
    settings: Shape = {key: request.get(key, default) for key, default in _DEFAULTS.items()}
    settings.update({key: request[key] for key in _PASSED_ON if request.get(key)})
    settings["LogDeliveryConfigurations"] = log_configurations(request.get("LogDeliveryConfigurations") or [])
    cluster_mode = _cluster_mode(backend, request, version)
    parameter_group = request.get("CacheParameterGroupName") or version.default_group(
        cluster_mode == "enabled"
    )
    backend.check_parameter_group(parameter_group, version.family)
    check_security_groups(backend, request.get("SecurityGroupIds") or [])
    check_token(request.get("AuthToken"), settings)
    if settings["TransitEncryptionEnabled"]:
        settings.setdefault("TransitEncryptionMode", "required")
    if settings.get("KmsKeyId"):
        settings["KmsKeyId"] = backend.kms_key_arn(settings["KmsKeyId"])
    now = utcnow()
    group = CacheGroup(
        replication_group_id=name,
        arn=backend.arn("replicationgroup", name),
        region=backend.region_name,
        description=request["ReplicationGroupDescription"],
        version=version,
        node_type=request["CacheNodeType"],
        cluster_mode=cluster_mode,
        port=int(request.get("Port") or 6379),
        parameter_group=parameter_group,
        subnet_group=request.get("CacheSubnetGroupName"),
        created=now,
        settings=settings,
        security_groups=list(request.get("SecurityGroupIds") or []),
        has_auth_token=bool(request.get("AuthToken")),
        auth_token_changed=now if request.get("AuthToken") else None,
    )
    _place(backend, group, request)
    check_failover(group)
    return group


def check_failover(group: CacheGroup) -> None:
    failover, smallest = group.settings["AutomaticFailoverEnabled"], min(len(s.nodes) for s in group.shards)
    if group.clustered and not failover:
        raise errors.invalid_combination(
            f"{group.engine.capitalize()} with cluster mode enabled cannot be created with auto failover "
            "turned off."
        )
    if failover and not group.clustered and smallest < 2:
        raise errors.invalid_combination(
            "Replication group with specified num cache clusters and automatic failover enabled should have "
            "at least 2 cache clusters."
        )
    if group.settings["MultiAZEnabled"] and (not failover or smallest < 2):
        raise errors.invalid_combination(
            "Multi AZ requires automatic failover and at least one replica in each node group."
        )


def check_token(token: str | None, settings: Shape) -> None:
    if token is None:
        return
    if not settings["TransitEncryptionEnabled"]:
        raise errors.invalid_combination("Auth token can only be used with transit encryption enabled.")
    if settings["UserGroupIds"]:
        raise errors.invalid_combination("AuthToken and UserGroupIds cannot be used together.")
    if not _TOKEN.fullmatch(token):
        raise errors.invalid_value(
            "Invalid AuthToken provided. It must be 16 to 128 letters, digits or any of !&#$^<>-"
        )


def check_security_groups(backend: "CacheBackend", group_ids: list[str]) -> None:
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    for group_id in group_ids:
        if ec2.get_security_group_from_id(group_id) is None:
            raise errors.invalid_value(f"Some security group Ids are invalid: {group_id}")


def check_replicas(count: int) -> None:
    if not 0 <= count <= _MOST_REPLICAS:
        raise errors.invalid_value(
            f"Invalid replica count {count}: it must be between 0 and {_MOST_REPLICAS}."
        )


def log_configurations(asked: list[Shape]) -> list[Shape]:
    members = ("LogType", "DestinationType", "DestinationDetails", "LogFormat")
    return [
        {**{member: item[member] for member in members if member in item}, "Status": "active"}
        for item in asked
        if item.get("Enabled", True)
    ]


def zones(backend: "CacheBackend", subnet_group: str | None, preferred: list[str] | None = None) -> list[str]:
    """The zones for nodes, in the order in which they are used."""
    known = backend.zones_of(subnet_group)
    for zone in preferred or []:
        if zone not in known:
            raise errors.invalid_value(
                f"{zone} is not a zone of the subnet group; its zones: {', '.join(known)}"
            )
    return preferred or known


def add_nodes(group: CacheGroup, shard: Shard, count: int, order: list[str]) -> None:
    """Adds nodes in the zones after those that the shard has."""
    have = len(shard.nodes)
    taken = {node.name for node in shard.nodes}
    numbers = (number for number in range(1, have + count + 1))
    free = (group.node_name(shard.number, number) for number in numbers)
    names = [name for name in free if name not in taken]
    for name, zone in zip(names, islice(cycle(order), have, have + count), strict=False):
        shard.nodes.append(Node(name, zone, utcnow()))


def _cluster_mode(backend: "CacheBackend", request: Shape, version: engine.Version) -> str:
    parameter_group = request.get("CacheParameterGroupName")
    by_group = parameter_group is not None and backend.is_cluster_enabled(parameter_group)
    asked = request.get("ClusterMode")
    shards = int(request.get("NumNodeGroups") or 1)
    enabled = asked in ("enabled", "compatible") or by_group or (asked is None and shards > 1)
    if enabled and parameter_group is not None and not by_group:
        raise errors.invalid_combination(
            f"The parameter group {parameter_group} is not cluster enabled, which cluster mode requires."
        )
    if shards > 1 and not enabled:
        raise errors.invalid_combination("More than one node group requires cluster mode.")
    return asked if asked and enabled else "enabled" if enabled else "disabled"


def _place(backend: "CacheBackend", group: CacheGroup, request: Shape) -> None:
    shards = int(request.get("NumNodeGroups") or 1)
    configurations = request.get("NodeGroupConfiguration") or []
    by_nodes = int(request.get("NumCacheClusters") or 1) - 1
    replicas = int(request.get("ReplicasPerNodeGroup", by_nodes))
    order = zones(backend, group.subnet_group, request.get("PreferredCacheClusterAZs"))
    for number in range(1, max(shards, len(configurations)) + 1):
        asked = configurations[number - 1] if number <= len(configurations) else {}
        count = int(asked.get("ReplicaCount", replicas))
        check_replicas(count)
        own = [asked.get("PrimaryAvailabilityZone"), *(asked.get("ReplicaAvailabilityZones") or [])]
        shard = Shard(number, [])
        # The primaries of the shards are spread as well.
        turned = order[(number - 1) % len(order) :] + order[: (number - 1) % len(order)]
        add_nodes(group, shard, count + 1, zones(backend, group.subnet_group, own) if own[0] else turned)
        group.shards.append(shard)
