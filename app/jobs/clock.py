"""Chores without a queue, as in phase 1: the process that keeps the clock does them itself."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from app.domain.catalog import CHORES
from app.domain.deployments import SHAPES
from app.jobs.configuration import SWEEP_SECONDS
from app.jobs.inline import InlineJobs
from app.jobs.runner import JobRunner

log = logging.getLogger(__name__)


class Clock:
    """Each chore is due at the multiples of its interval, so that a restart puts none off for good."""

    def __init__(self, runner: JobRunner, shape: str, alive: Path) -> None:
        """`alive` is touched after every round, so that a probe sees one that hangs."""
        self._runner = runner
        self._inline = InlineJobs(lambda: runner)
        self._chores = self._of(shape)
        self._alive = alive
        self._stopped = threading.Event()

    def stop(self, *_: object) -> None:
        """The chore in hand is finished."""
        self._stopped.set()

    def run(self) -> None:
        due = {name: self._next(seconds, time.time()) for name, (seconds, _) in self._chores.items()}
        self._alive.touch()
        while not self._stopped.wait(max(0.0, min(due.values()) - time.time())):
            now = time.time()
            for name in [name for name, when in due.items() if when <= now]:
                self.do(name)
                due[name] = self._next(self._chores[name][0], time.time())
            self._alive.touch()

    def do(self, name: str) -> None:
        try:
            self._chores[name][1]()
        except Exception:
            # It is due again; the others must not wait for it.
            log.exception("the chore %s failed", name)

    def _of(self, shape: str) -> Mapping[str, tuple[float, Callable[[], object]]]:
        served = SHAPES[shape]
        chores: dict[str, tuple[float, Callable[[], object]]] = {
            f"{name} of {service}": (
                chore.every.total_seconds(),
                partial(self._runner.run_chore, service, name),
            )
            for name, chore in CHORES.items()
            for service in served
            if chore.service in (None, service)
        }
        return chores | {
            f"sweep of {service}": (float(SWEEP_SECONDS), partial(self._sweep, service)) for service in served
        }

    def _sweep(self, service: str) -> None:
        """Do what a process left undone that ended between its commit and its job."""
        for task, job_id in self._runner.lost(service, SWEEP_SECONDS):
            self._inline.perform(task, service, job_id)

    @staticmethod
    def _next(seconds: float, now: float) -> float:
        return (now // seconds + 1) * seconds
