"""The state of a stack as the state of another: the same resources under another stack's name."""

import copy
from collections.abc import Mapping
from typing import Any

_SECRET, _SIGNATURE = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
_ROOT = "pulumi:pulumi:Stack"
# Set by the engine when it writes.
_OF_THE_WRITER = ("created", "modified")

State = dict[str, Any]


def resources(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The resources of an exported stack; a stack that was never deployed has none."""
    found: list[dict[str, Any]] = (state.get("deployment") or {}).get("resources") or []
    return found


def holds_anything(state: Mapping[str, Any]) -> bool:
    """Whether there is more than the stack itself and its providers, which a refused update leaves behind."""
    return any(not resource["type"].startswith("pulumi:") for resource in resources(state))


def pending(state: Mapping[str, Any]) -> list[str]:
    """The URNs of what an update was doing when it was killed."""
    operations = (state.get("deployment") or {}).get("pending_operations") or []
    return [operation["resource"]["urn"] for operation in operations]


def renamed(state: Mapping[str, Any], project: str, before: str, after: str) -> State:
    """A copy in which every URN, wherever it stands, is one of stack `after`."""
    prefixes = {f"urn:pulumi:{before}::{project}::": f"urn:pulumi:{after}::{project}::"}
    root = {f"{_ROOT}::{project}-{before}": f"{_ROOT}::{project}-{after}"}

    def walked(value: Any) -> Any:
        if isinstance(value, dict):
            return {walked(key): walked(item) for key, item in value.items()}
        if isinstance(value, list):
            return [walked(item) for item in value]
        if isinstance(value, str):
            for old, new in prefixes.items():
                if value.startswith(old):
                    rest = value.removeprefix(old)
                    return new + root.get(rest, rest)
        return value

    return {**state, "deployment": walked(state.get("deployment") or {})}


def emptied(state: Mapping[str, Any]) -> State:
    """A copy without any resource; how its secrets are encrypted stays."""
    left = copy.deepcopy(dict(state))
    deployment = left.setdefault("deployment", {})
    for key in ("resources", "pending_operations"):
        deployment.pop(key, None)
    return left


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two states have the same resources in the same order; secrets may be encrypted anew."""
    return [_plain(resource) for resource in resources(one)] == [_plain(item) for item in resources(other)]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(_SECRET) == _SIGNATURE:
            return {_SECRET: _SIGNATURE}
        return {key: _plain(item) for key, item in value.items() if key not in _OF_THE_WRITER}
    return [_plain(item) for item in value] if isinstance(value, list) else value
