"""Waiting in tests: for what controllers do in their own time."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(
    value: Callable[[], Value], is_right: Callable[[Value], bool] = bool, seconds: float = 20
) -> Value:
    """The value as soon as it is right; the last one seen if it does not become so."""
    deadline = time.monotonic() + seconds
    while not is_right(seen := value()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_right(seen), seen
    return seen
