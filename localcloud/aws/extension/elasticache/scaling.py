"""More or fewer replicas and shards of a replication group."""

from typing import TYPE_CHECKING

from localcloud.aws.extension.elasticache import creation, errors
from localcloud.aws.extension.elasticache.group import CacheGroup, Shape, Shard

if TYPE_CHECKING:
    from localcloud.aws.extension.elasticache.service import CacheBackend


def increase_replicas(backend: "CacheBackend", group: CacheGroup, request: Shape) -> None:
    for shard, count in _counts(group, request):
        if count < len(shard.nodes) - 1:
            raise errors.invalid_value(
                f"The new replica count {count} is not more than the present one of {len(shard.nodes) - 1}."
            )
        order = creation.zones(backend, group.subnet_group)
        creation.add_nodes(group, shard, count + 1 - len(shard.nodes), order)


def decrease_replicas(group: CacheGroup, request: Shape) -> None:
    removed = set(request.get("ReplicasToRemove") or [])
    counts = [] if removed else _counts(group, request)
    for shard, count in counts:
        removed.update(node.name for node in shard.nodes[count + 1 :])
    kept = {
        shard.number: [node for node in shard.nodes if node.name not in removed] for shard in group.shards
    }
    for shard in group.shards:
        if shard.nodes[0].name in removed:
            raise errors.invalid_value(f"{shard.nodes[0].name} is a primary, which cannot be removed.")
    before = {shard.number: shard.nodes for shard in group.shards}
    for shard in group.shards:
        shard.nodes = kept[shard.number]
    try:
        creation.check_failover(group)
    except Exception:
        for shard in group.shards:
            shard.nodes = before[shard.number]
        raise


def set_shards(backend: "CacheBackend", group: CacheGroup, request: Shape) -> None:
    """Adds or removes shards; the slots are always spread evenly over those there are."""
    _require_immediately(request)
    if not group.clustered:
        raise errors.invalid_combination(
            "Node groups can be added and removed with cluster mode enabled only."
        )
    count = int(request["NodeGroupCount"])
    if count < 1:
        raise errors.invalid_value(f"Invalid node group count {count}: it must be at least 1.")
    if count < len(group.shards):
        gone = _removed(group, request, count)
        group.shards = [shard for shard in group.shards if shard.name not in gone]
    order = creation.zones(backend, group.subnet_group)
    size = len(group.shards[0].nodes)
    while len(group.shards) < count:
        shard = Shard(max(shard.number for shard in group.shards) + 1, [])
        turn = len(group.shards) % len(order)
        creation.add_nodes(group, shard, size, order[turn:] + order[:turn])
        group.shards.append(shard)


def _removed(group: CacheGroup, request: Shape, count: int) -> set[str]:
    names = [shard.name for shard in group.shards]
    gone = set(request.get("NodeGroupsToRemove") or [])
    if request.get("NodeGroupsToRetain"):
        gone = set(names) - set(request["NodeGroupsToRetain"])
    if len(gone) != len(names) - count or not gone.issubset(names):
        raise errors.invalid_combination(
            f"To go from {len(names)} to {count} node groups, name those to remove or to retain; "
            f"got {sorted(gone)} to remove, present are {names}."
        )
    return gone


def _counts(group: CacheGroup, request: Shape) -> list[tuple[Shard, int]]:
    """The replicas that each shard is to have."""
    _require_immediately(request)
    if request.get("NewReplicaCount") is not None:
        counts = {shard.name: int(request["NewReplicaCount"]) for shard in group.shards}
    else:
        configured = request.get("ReplicaConfiguration") or []
        counts = {item["NodeGroupId"]: int(item["NewReplicaCount"]) for item in configured}
    for count in counts.values():
        creation.check_replicas(count)
    return [(shard, counts[shard.name]) for shard in group.shards if shard.name in counts]


def _require_immediately(request: Shape) -> None:
    if not request.get("ApplyImmediately"):
        raise errors.invalid_value(
            "ApplyImmediately must be true: nothing else is supported for this operation."
        )
