"""The state of a stack as the file backend keeps it: read without starting the engine."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from localcloud.cloud import stacks
from localcloud.cloud.cloud import Cloud

_SIGNATURE = "4dabf18193072939515e22adb298388d"  # marks a value that is not plain: a secret, an asset


@dataclass(frozen=True)
class State:
    """Resources and creates that were begun and not finished, each as the checkpoint has them."""

    resources: list[dict[str, Any]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)

    @property
    def outputs(self) -> dict[str, Any]:
        """The stack's outputs without those that are secret, or hold a secret."""
        root = next((one for one in self.resources if one["type"] == "pulumi:pulumi:Stack"), {})
        return {name: value for name, value in (root.get("outputs") or {}).items() if _is_plain(value)}


def read(cloud: Cloud, stack: str) -> State:
    """The state of a stack; an empty one if nothing was ever deployed."""
    try:
        document = json.loads(stacks.checkpoint(cloud, stack).read_text())
    except FileNotFoundError:
        return State()
    latest = (document.get("checkpoint") or {}).get("latest") or {}
    return State(latest.get("resources") or [], latest.get("pending_operations") or [])


def changes(cloud: Cloud, stack: str) -> dict[str, int]:
    """What the last finished update did: {"create": 3, "same": 10}; empty if there was none."""
    project = str(stacks.project(cloud.project)["name"])
    history = cloud.backend / ".pulumi" / "history" / project / stack
    entries = sorted(history.glob("*.history.json"))
    if not entries:
        return {}
    found: Mapping[str, int] = json.loads(entries[-1].read_text()).get("resourceChanges") or {}
    return dict(found)


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return _SIGNATURE not in value and all(map(_is_plain, value.values()))
    return all(map(_is_plain, value)) if isinstance(value, list) else True
