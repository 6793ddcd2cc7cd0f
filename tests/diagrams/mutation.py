"""Changing one value of a phase file to another that the phase accepts."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, ConfigurationError, parse

# Words and the words they may become.
_OTHER: Mapping[object, object] = {
    "ON_DEMAND": "SPOT",
    "SPOT": "ON_DEMAND",
    "allkeys-lru": "volatile-lru",
    "volatile-lru": "allkeys-lru",
    "noeviction": "allkeys-lru",
    "cache": "state",
    "state": "cache",
    "CLUSTER_MULTI_AZ": "SINGLE_INSTANCE",
    "gevent": "sync",
    "sync": "gevent",
    "PriceClass_All": "PriceClass_200",
}
_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")


def leaves(section: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the path of every value."""
    for key, value in section.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"


def mutated(written: Mapping[str, Any], *paths: str) -> dict[str, Any]:
    """Return a copy in which the values at the paths are others, and which is still a phase.

    A value stays of which no other goes with the values beside it.
    """
    changed: dict[str, Any] = copy.deepcopy(dict(written))
    for path in paths:
        if path not in leaves(changed):
            continue  # it went with the one that was changed before it
        changed = next((found for found in _candidates(changed, path) if is_phase(found)), changed)
    return changed


def is_phase(written: Mapping[str, Any]) -> bool:
    """Whether PhaseSpec accepts it."""
    try:
        parse(PhaseSpec, written, PHASE_KEY, "mutation")
    except ConfigurationError:
        return False
    return True


def _candidates(written: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    for value in _others(_section(written, path)[path.rsplit(".", 1)[1]]):
        changed: dict[str, Any] = copy.deepcopy(dict(written))
        section, key = _section(changed, path), path.rsplit(".", 1)[1]
        section[key] = value
        yield changed
        # With some values another one comes or goes.
        if key == "replicas" and "instance_class" in section:
            section["replica_instance_class"] = section["instance_class"]
            for service in changed["web_services"].values():
                service["reader_pool"] = {"size": 1, "max_overflow": 0}
            yield changed
        if key == "shards":
            section.update(replicas_per_shard=1, automatic_failover=True)
            yield changed
        if key == "kind" and value == "gateway":
            section.clear()
            section["kind"] = value
            yield changed
        if key == "kind" and value == "instance":
            section.update(instance_type="t4g.nano", disk_gib=8)
            yield changed


def _others(value: object) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case list():
            yield value[::-1]
        case int():
            yield from (value + 1, value - 1, 2 * value, value // 2)
        case list():
            yield [*value, f"{value[0]}-other"]
        case "instance" | "gateway":
            yield from {"instance", "gateway"} - {value}
        case str() if value in _OTHER:
            yield _OTHER[value]
        case str():
            family, _, size = value.removesuffix(".search").rpartition(".")
            service = ".search" if value.endswith(".search") else ""
            yield from (f"{family}.{other}{service}" for other in _SIZES if other != size)


def _section(written: Mapping[str, Any], path: str) -> dict[str, Any]:
    section: Any = written
    for key in path.split(".")[:-1]:
        section = section[key]
    return dict(section) if section is written else section
