"""Calls run side by side, and a circuit opens and closes."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.neighbours.breaker import Breaker, Failed, Open

FAILURES = 3


class Clock:
    now = 1000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: made.now)
    return made


def fail() -> str:
    raise Failed("hangs")


def opened(seconds: float = 0.01) -> Breaker:
    made = Breaker(FAILURES, seconds)
    for _ in range(FAILURES):
        with pytest.raises(Failed):
            made.call(fail)
    return made


def test_nobody_waits_for_another_s_call() -> None:
    made, together = Breaker(FAILURES, 5), threading.Barrier(4, timeout=20)
    with ThreadPoolExecutor(4) as pool:
        # Each returns only once all four are being asked.
        assert sorted(pool.map(lambda _: made.call(together.wait), range(4))) == [0, 1, 2, 3]


def test_after_so_many_failures_in_a_row_nobody_is_asked(clock: Clock) -> None:
    made = Breaker(FAILURES, 5)
    for ask in (fail, fail, lambda: "good", fail, fail, lambda: "good"):
        said: Callable[[], str] = ask
        if said is fail:
            with pytest.raises(Failed):
                made.call(said)
        else:
            assert made.call(said) == "good"
    made = opened(5)
    asked: list[int] = []
    for _ in range(10):
        with pytest.raises(Open):
            made.call(lambda: asked.append(1))
    assert asked == []


def test_while_one_tries_the_others_are_refused_at_once(clock: Clock) -> None:
    made, trying, let_go = opened(), threading.Event(), threading.Event()
    clock.now += 1

    def hang() -> str:
        trying.set()
        assert let_go.wait(20)
        raise Failed("hangs")

    with ThreadPoolExecutor(1) as pool:
        trial = pool.submit(made.call, hang)
        assert trying.wait(20)
        with pytest.raises(Open):
            made.call(lambda: "asked")
        let_go.set()
        with pytest.raises(Failed):
            trial.result()
    # It failed: another rest, and then another trial.
    with pytest.raises(Open):
        made.call(lambda: "asked")
    clock.now += 1
    time.sleep(0.05)
    assert made.call(lambda: "back") == made.call(lambda: "back") == "back"


def test_what_ends_after_the_circuit_opened_closes_nothing(clock: Clock) -> None:
    made, asked, let_go = Breaker(FAILURES, 5), threading.Event(), threading.Event()

    def late() -> str:
        asked.set()
        assert let_go.wait(20)
        return "late"

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(made.call, late)
        assert asked.wait(20)
        for _ in range(FAILURES):
            with pytest.raises(Failed):
                made.call(fail)
        let_go.set()
        assert slow.result() == "late"
    with pytest.raises(Open):
        made.call(lambda: "asked")
