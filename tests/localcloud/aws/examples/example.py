"""Example: the inputs of one resource type, and what changes it in place or replaces it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.localcloud.aws.examples.world import World

Inputs = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Example:
    """`change` is merged over the inputs; None takes an input away. `replaces`: what forces a new one."""

    inputs: Callable[[World], Inputs]
    change: Mapping[str, Any] = field(default_factory=dict)
    change_with: Callable[[World], Inputs] | None = None
    replaces: Mapping[str, Any] = field(default_factory=dict)
    outlives: bool = False  # AWS shows it on, in another state
    open: frozenset[str] = frozenset()  # outputs that AWS leaves open for such a resource
