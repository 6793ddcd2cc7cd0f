"""The control plane logs of a cluster: AWS lists the types that are on and those that are off."""

from collections.abc import Mapping
from typing import Any

_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")


def merged(current: Mapping[str, Any] | None, asked: Mapping[str, Any] | None) -> dict[str, Any]:
    """The logging after a request that names some types; the others stay as they are."""
    enabled = set(_enabled(current or {}))
    for setup in (asked or {}).get("clusterLogging") or []:
        types = set(setup.get("types") or [])
        enabled = enabled | types if setup.get("enabled") else enabled - types
    groups = [
        {"types": [name for name in _TYPES if (name in enabled) == on], "enabled": on} for on in (True, False)
    ]
    return {"clusterLogging": [group for group in groups if group["types"]]}


def _enabled(logging: Mapping[str, Any]) -> list[str]:
    return [
        name for setup in logging.get("clusterLogging") or [] if setup["enabled"] for name in setup["types"]
    ]
