"""How far an object has come, and how a kind tells."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from localcloud.kubernetes.api import Api

Object = dict[str, Any]


@dataclass(frozen=True)
class State:
    """Ready, failed for good, or (neither) still under way; `message` says in what it differs from ready."""

    message: str = ""
    ready: bool = False
    failed: bool = False


READY = State(ready=True)


@dataclass(frozen=True)
class Readiness:
    """How to tell for one kind.

    `state` judges the object; `explain` lists what the scheduler, the controllers and the containers say;
    `seconds` is how long it may take unless the program says otherwise.
    """

    state: Callable[[Object, Api], State]
    explain: Callable[[Object, Api], list[str]]
    seconds: float = 600.0


def waiting(message: str) -> State:
    """Not there yet."""
    return State(message)


def failed(message: str) -> State:
    """It will not get there by waiting."""
    return State(message, failed=True)


def condition(item: Object, type: str) -> Object:
    """The status condition of that type, empty if there is none."""
    conditions = item.get("status", {}).get("conditions") or []
    return next((entry for entry in conditions if entry["type"] == type), {})


def is_observed(item: Object) -> bool:
    """True if the controller has seen the last change."""
    observed = item.get("status", {}).get("observedGeneration", 0)
    return bool(observed >= item["metadata"].get("generation", 0))
