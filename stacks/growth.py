"""What a phase would have less of than the one before it: a system that grows loses nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.instance_types import capacity
from components.size import Size
from stacks.phase_spec import PhaseSpec

# By section: the keys whose values may only rise, and false only become true.
_NEVER_LESS: Mapping[str, tuple[str, ...]] = {
    "databases": (
        "storage_gib",
        "max_connections",
        "backup_days",
        "log_retention_days",
        "multi_az",
        "replicas",
        "protected",
    ),
    "caches": (
        "shards",
        "replicas_per_shard",
        "automatic_failover",
        "snapshot_days",
        "log_retention_days",
        "protected",
    ),
    "brokers": ("log_retention_days", "protected"),
    "search_domains": ("instances", "zones", "storage_gib", "log_retention_days", "protected"),
    "network": ("flow_log_retention_days",),
    "cluster": ("log_retention_days", "add_on_replicas"),
    "operations": ("monthly_budget_usd", "cache_hit_rate_percent", "backup_copies_days"),
    "edge": ("protected", "log_retention_days"),
    "node_groups": ("disk_gib", "min_nodes", "desired_nodes", "max_nodes"),
    "gateway": (
        "replicas",
        "workers_per_pod",
        "cpu_request_millicores",
        "memory_request_mib",
        "memory_limit_mib",
        "requests_per_user_per_minute",
        "requests_per_address_per_minute",
        "sign_ins_per_address_per_minute",
    ),
    # What it keeps and promises may change; that it watches may not end.
    "monitoring": (),
    "web_services": (
        "replicas",
        "workers_per_pod",
        "cpu_request_millicores",
        "memory_request_mib",
        "memory_limit_mib",
    ),
}
# By section: the keys that name an instance type, which may only become one with more memory and CPUs.
_NEVER_SMALLER: Mapping[str, tuple[str, ...]] = {
    "databases": ("instance_class", "replica_instance_class"),
    "caches": ("node_type",),
    "brokers": ("instance_type",),
    "search_domains": ("instance_type",),
    "node_groups": ("instance_type",),
}
# By section: the keys of which another value makes another resource, without what was in the old one.
_NEVER_OTHER: Mapping[str, tuple[str, ...]] = {"caches": ("holds",), "brokers": ("deployment_mode",)}


@dataclass(frozen=True)
class Shrinkage:
    """One value that is less than before; `path` is that of the phase file, `after` None if it is gone."""

    path: str
    before: object
    after: object
    only_the_same: bool = False

    def __str__(self) -> str:
        got = "nothing" if self.after is None else self.after
        more = "" if self.only_the_same else " or more"
        mend = "another value makes another one, without what is in it" if self.only_the_same else "raise it"
        return f"{self.path}: got {got}; allowed: {self.before}{more}, as in the phase before; {mend}"


def shrunk(before: PhaseSpec, after: PhaseSpec) -> Iterator[Shrinkage]:
    """Yield all that `after` has less of than `before`."""
    for section in {**_NEVER_LESS, **_NEVER_SMALLER}:
        old, new = getattr(before, section), getattr(after, section)
        if isinstance(old, Mapping):
            for name, size in old.items():
                if name in new:
                    yield from _less(section, f"{section}.{name}", size, new[name])
                else:
                    yield Shrinkage(f"{section}.{name}", "it", None)
        elif new is None and old is not None:
            yield Shrinkage(section, "it", None)
        elif old is not None:
            yield from _less(section, section, old, new)
    if before.edge.cdn and not after.edge.cdn:
        yield Shrinkage("edge.cdn", "it", None)


def shrunk_stores(before: PhaseSpec, after: PhaseSpec) -> list[Shrinkage]:
    """Return what of it is of a store: of what holds data that cannot be had again."""
    return [one for one in shrunk(before, after) if _is_of_a_store(one.path, before)]


def _is_of_a_store(path: str, phase: PhaseSpec) -> bool:
    section, name, *key = path.split(".")
    if section == "caches":
        return phase.caches[name].holds == "state"
    # A replica holds nothing of its own: it may become smaller.
    return section in ("databases", "brokers") and key != ["replica_instance_class"]


def _less(section: str, path: str, old: Size, new: Size) -> Iterator[Shrinkage]:
    for key in _NEVER_LESS.get(section, ()):
        had, has = getattr(old, key), getattr(new, key)
        if has < had:
            yield Shrinkage(f"{path}.{key}", had, has)
    for key in _NEVER_SMALLER.get(section, ()):
        had, has = getattr(old, key), getattr(new, key)
        if had is not None and (has is None or capacity(has) < capacity(had)):
            yield Shrinkage(f"{path}.{key}", had, has)
    for key in _NEVER_OTHER.get(section, ()):
        had, has = getattr(old, key), getattr(new, key)
        if has != had:
            yield Shrinkage(f"{path}.{key}", had, has, only_the_same=True)
