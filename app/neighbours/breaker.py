"""A circuit breaker whose calls run side by side."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from pybreaker import STATE_CLOSED, CircuitBreaker, CircuitBreakerError

Result = TypeVar("Result")


class Failed(Exception):
    """The service did not answer, or not in time, or with a fault of its own."""


class Open(Exception):
    """The service failed too often just now; it is not asked."""


class Breaker:
    """pybreaker holds its lock while it calls: calls would wait for each other, and all for one that hangs.

    Here it calls nothing slow: it hears how a call ended when that is known.
    """

    def __init__(self, failures: int, open_seconds: float) -> None:
        self._breaker = CircuitBreaker(
            fail_max=failures, reset_timeout=open_seconds, throw_new_error_on_trip=False
        )
        self._open_seconds = open_seconds
        self._failed_at = 0.0
        self._trial = threading.Lock()

    def call(self, ask: Callable[[], Result]) -> Result:
        """What `ask` says. While the circuit is open one caller at a time tries; others get Open at once."""
        if self._breaker.current_state == STATE_CLOSED:
            return self._reported(ask)
        rested = time.monotonic() >= self._failed_at + self._open_seconds
        if not (rested and self._trial.acquire(blocking=False)):
            raise Open
        try:
            return self._reported(ask)
        finally:
            self._trial.release()

    def _reported(self, ask: Callable[[], Result]) -> Result:
        try:
            said = ask()
        except Failed as failure:
            # Not before the library's own: should the circuit open now, both have rested after this.
            self._failed_at = time.monotonic()
            self._report(failure)
            raise
        self._report(None)
        return said

    def _report(self, failure: Failed | None) -> None:
        def end() -> None:
            if failure is not None:
                raise failure

        # What began before the circuit opened and ended after it tells nothing new.
        with suppress(CircuitBreakerError, Failed):
            self._breaker.call(end)
