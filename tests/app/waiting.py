"""Waiting for what happens soon, in a test that fails in words when it does not."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE_SECONDS = 240.0


def eventually(look: Callable[[], Result], what: str) -> Result:
    """The first true result of `look`."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < end, f"{what} did not happen within {PATIENCE_SECONDS} s"
        time.sleep(0.05)
    return found
