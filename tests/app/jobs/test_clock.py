"""The clock of a phase without a queue."""

import os
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from app.domain.catalog import CHORES
from app.domain.deployments import SHAPES
from app.jobs.clock import Clock
from app.jobs.configuration import _schedule


class Runner:
    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.ran: list[uuid.UUID] = []
        self.left = [("send_email", uuid.uuid4())]

    def run_chore(self, service: str, name: str) -> None:
        self.done.append((service, name))
        if name == "rank_chefs":
            raise LookupError

    def lost(self, service: str, older_than_seconds: float) -> list[tuple[str, uuid.UUID]]:
        return self.left

    def run(self, service: str, job_id: uuid.UUID) -> None:
        self.ran.append(job_id)


def made(runner: Any, shape: str = "monolith") -> Clock:
    return Clock(runner, shape, Path(os.devnull))


def test_it_knows_the_chores_that_beat_gives_out() -> None:
    for shape in SHAPES:
        assert set(made(Runner(), shape)._chores) == set(_schedule(shape))


@pytest.mark.parametrize(("seconds", "now", "due"), [(10, 5, 10), (10, 10, 20), (3600, 3601, 7200)])
def test_chores_are_due_at_the_multiples_of_their_interval(seconds: int, now: int, due: int) -> None:
    assert Clock._next(seconds, now) == due


def test_it_goes_on_after_a_failure_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = Runner()
    tick = made(runner)
    monkeypatch.setattr(Clock, "_next", staticmethod(lambda seconds, now: now + 0.01))
    thread = threading.Thread(target=tick.run)
    thread.start()
    names = set(CHORES)
    end = time.monotonic() + 20
    while {name for _, name in runner.done} != names and time.monotonic() < end:
        time.sleep(0.01)
    tick.stop()
    thread.join(10)
    assert {name for _, name in runner.done} == names
    assert not thread.is_alive()


def test_what_was_left_undone_is_done() -> None:
    runner = Runner()
    made(runner, "review").do("sweep of review")
    assert runner.ran == [runner.left[0][1]]
