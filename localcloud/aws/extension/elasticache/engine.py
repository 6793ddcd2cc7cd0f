"""Engines, versions, families and node types of ElastiCache."""

import re
from dataclasses import dataclass

from localcloud.aws.extension.elasticache import errors

# Engine -> major.minor -> (full version as described, family of its parameter groups), oldest first.
_VERSIONS = {
    "redis": {
        "5.0": ("5.0.6", "redis5.0"),
        "6.0": ("6.0.5", "redis6.x"),
        "6.2": ("6.2.6", "redis6.x"),
        "7.0": ("7.0.7", "redis7"),
        "7.1": ("7.1.0", "redis7"),
    },
    "valkey": {
        "7.2": ("7.2.6", "valkey7"),
        "8.0": ("8.0.1", "valkey8"),
        "8.1": ("8.1.0", "valkey8"),
        "8.2": ("8.2.0", "valkey8"),
        "9.0": ("9.0.0", "valkey9"),
    },
}
_DEFAULT = {"redis": "7.1", "valkey": "8.2"}
# t2, m4 and r4 can no longer be created.
_NODE_TYPE = re.compile(r"cache\.(t3|t4g|[mr][5-8][a-z]*|c7gn)\.(micro|small|medium|large|\d*xlarge)")
FAMILIES = sorted({family for versions in _VERSIONS.values() for _, family in versions.values()})


@dataclass(frozen=True)
class Version:
    """`short` is what is asked for (8.0), `full` what is described (8.0.1)."""

    engine: str
    short: str
    full: str
    family: str

    def default_group(self, cluster_enabled: bool) -> str:
        return f"default.{self.family}{'.cluster.on' if cluster_enabled else ''}"


def version(engine: str | None, asked: str | None) -> Version:
    """The version of an engine. Raises for an engine or version that ElastiCache has not."""
    engine = engine or "redis"
    if engine not in _VERSIONS:
        raise errors.invalid_value(f"Invalid engine {engine}. Valid values: {', '.join(_VERSIONS)}.")
    wanted = asked or _DEFAULT[engine]
    for short, (full, family) in _VERSIONS[engine].items():
        if wanted in (short, full):
            return Version(engine, short, full, family)
    known = ", ".join(_VERSIONS[engine])
    raise errors.invalid_combination(f"Cannot find version {wanted} for {engine}. Available: {known}.")


def check_node_type(node_type: str | None) -> None:
    if not node_type or not _NODE_TYPE.fullmatch(node_type):
        raise errors.invalid_value(f"The parameter CacheNodeType is invalid: {node_type}")


def check_change(current: Version, wanted: Version) -> None:
    """Redis becomes Valkey, versions go up; nothing goes back."""
    if (current.engine, wanted.engine) == ("valkey", "redis"):
        raise errors.invalid_combination("Cannot change the engine from valkey to redis.")
    if current.engine == wanted.engine and _order(wanted) < _order(current):
        raise errors.invalid_combination(
            f"Cannot downgrade {current.engine} from version {current.short} to {wanted.short}."
        )


def _order(of: Version) -> int:
    return list(_VERSIONS[of.engine]).index(of.short)
