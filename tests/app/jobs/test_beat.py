"""Beat stops when it is told to, wherever it is."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.beat import PersistentScheduler

from app.jobs import beat

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)


class NeverConnected(PersistentScheduler):  # type: ignore[misc]  # Celery has no types
    def tick(self, *_: Any) -> float:
        # As within a callback of TLS, from which nothing that is raised gets out.
        with suppress(SystemExit):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)
        while True:
            time.sleep(0.01)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_stop_that_was_lost_in_a_callback_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beat, "AGAIN_SECONDS", 0.05)
    app = Celery("test", broker="memory://", set_as_current=False)
    beat.Beat(
        app=app, schedule=str(tmp_path / "beat"), scheduler=NeverConnected, loglevel="ERROR", quiet=True
    ).run()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
