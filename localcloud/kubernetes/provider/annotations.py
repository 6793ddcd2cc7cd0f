"""The annotations by which a manifest tells Pulumi how to treat it."""

from collections.abc import Mapping
from typing import Any

from localcloud.engine.plugin.values import UNKNOWN

AUTONAMED = "pulumi.com/autonamed"
_SKIP_AWAIT = "pulumi.com/skipAwait"
_TIMEOUT = "pulumi.com/timeoutSeconds"
_FORCE = "pulumi.com/patchForce"
_MANAGER = "pulumi.com/patchFieldManager"
_PROPAGATION = "pulumi.com/deletionPropagationPolicy"
_PROPAGATIONS = {"foreground": "Foreground", "background": "Background", "orphan": "Orphan"}
_UNAVAILABLE = ("pulumi.com/waitFor", "pulumi.com/replaceUnready")


def problems(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(property path, reason) of each annotation that cannot be followed."""
    found = [
        (f'metadata.annotations["{name}"]', f"{name} is not available in the embedded cloud: remove it")
        for name in _UNAVAILABLE
        if _get(item, name)
    ]
    wanted = _get(item, _PROPAGATION)
    if wanted and wanted not in _PROPAGATIONS:
        reason = f"{_PROPAGATION} is {wanted!r}, allowed are {', '.join(_PROPAGATIONS)}"
        found.append((f'metadata.annotations["{_PROPAGATION}"]', reason))
    if not _get(item, _TIMEOUT).isdecimal() and _get(item, _TIMEOUT):
        reason = f"{_TIMEOUT} is {_get(item, _TIMEOUT)!r}, a whole number of seconds is wanted"
        found.append((f'metadata.annotations["{_TIMEOUT}"]', reason))
    return found


def skips_await(item: Mapping[str, Any]) -> bool:
    """True if readiness is not to be waited for."""
    return _get(item, _SKIP_AWAIT) in ("true", "ready")


def timeout_seconds(item: Mapping[str, Any]) -> float:
    """How long readiness may take; 0 where nothing is said."""
    value = _get(item, _TIMEOUT)
    return float(value) if value.isdecimal() else 0.0


def forces(item: Mapping[str, Any]) -> bool:
    """True if fields that others own are to be taken from them."""
    return _get(item, _FORCE) == "true"


def manager(item: Mapping[str, Any]) -> str:
    """The field manager that the manifest asks for, or nothing."""
    return _get(item, _MANAGER)


def propagation(item: Mapping[str, Any]) -> str:
    """What becomes of dependents on deletion: the official provider waits for them unless told otherwise."""
    return _PROPAGATIONS.get(_get(item, _PROPAGATION), "Foreground")


def is_autonamed(item: Mapping[str, Any]) -> bool:
    """True if the name was made from the logical name."""
    return _get(item, AUTONAMED) == "true"


def _get(item: Mapping[str, Any], name: str) -> str:
    metadata = item.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    value = annotations.get(name) if isinstance(annotations, Mapping) else None
    return "" if value is None or value is UNKNOWN else str(value)
