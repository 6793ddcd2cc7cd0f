"""Waiting for what happens soon, in a test that fails in words when it does not."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE_SECONDS = 240.0
# Between two looks: the longer it takes already, the less often, as looking takes processor time from it.
FIRST_SECONDS, LAST_SECONDS = 0.01, 0.25


def eventually(look: Callable[[], Result], what: str) -> Result:
    """The first true result of `look`."""
    end, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_SECONDS
    while not (found := look()):
        assert time.monotonic() < end, f"{what} did not happen within {PATIENCE_SECONDS} s"
        time.sleep(pause)
        pause = min(pause * 1.5, LAST_SECONDS)
    return found


def is_ready(base: str) -> bool:
    """Whether the process at `base` has all that it needs; without httpx, whose clients take long to make."""
    connection = HTTPConnection(base.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
