"""Objects as the program writes them, as they are sent, and as they are kept in Pulumi's state."""

from collections.abc import Mapping
from typing import Any

Object = dict[str, Any]
MANAGER = "__fieldManager"
_API_VERSION = "__initialApiVersion"
# What the server and the controllers add, and nobody writes.
_SERVERS_METADATA = ("creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid")
_SERVERS_ANNOTATIONS = (
    "deployment.kubernetes.io/revision",
    "deprecated.daemonset.template.generation",
    "kubectl.kubernetes.io/last-applied-configuration",
    "pv.kubernetes.io/bind-completed",
    "pv.kubernetes.io/bound-by-controller",
)


def written(inputs: Mapping[str, Any]) -> Object:
    """The inputs without absent values and without Pulumi's own keys."""
    return {
        key: _written(value)
        for key, value in inputs.items()
        if value is not None and not key.startswith("__")
    }


def outputs(live: Mapping[str, Any], manager: str) -> Object:
    """What is kept of a live object, with the owner of its fields."""
    metadata = {key: value for key, value in live["metadata"].items() if key != "managedFields"}
    return {**live, "metadata": metadata, MANAGER: manager, _API_VERSION: live["apiVersion"]}


def imported(live: Mapping[str, Any]) -> Object:
    """The inputs by which a program would describe an object that it did not make."""
    metadata = {key: value for key, value in live["metadata"].items() if key not in _SERVERS_METADATA}
    annotations = {
        key: value
        for key, value in metadata.get("annotations", {}).items()
        if key not in _SERVERS_ANNOTATIONS
    }
    if annotations:
        metadata["annotations"] = annotations
    else:
        metadata.pop("annotations", None)
    return {**{key: value for key, value in live.items() if key != "status"}, "metadata": metadata}


def refreshed(inputs: Any, recorded: Any, live: Any) -> Any:
    """The inputs with what has drifted: where the live object is not as it was recorded, its value stands.

    Where it is as recorded the input stays as it was written ("1000m" stays, though the server keeps "1").
    """
    if live == recorded:
        return inputs
    if isinstance(inputs, Mapping) and isinstance(live, Mapping):
        before = recorded if isinstance(recorded, Mapping) else {}
        drifted = {key: refreshed(value, before.get(key), live.get(key)) for key, value in inputs.items()}
        return {key: value for key, value in drifted.items() if value is not None}
    lists = [value for value in (inputs, recorded, live) if isinstance(value, list)]
    if len(lists) == 3 and len({len(value) for value in lists}) == 1:
        return [refreshed(*items) for items in zip(*lists, strict=True)]
    return live


def is_owned_by(live: Mapping[str, Any], manager: str) -> bool:
    """True if that manager has applied the object before."""
    return any(
        entry.get("manager") == manager and entry.get("operation") == "Apply"
        for entry in live["metadata"].get("managedFields", [])
    )


def _written(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _written(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_written(item) for item in value]
    return value
