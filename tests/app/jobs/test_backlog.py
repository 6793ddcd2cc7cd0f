"""What waits and what is dead on Redis is counted, and told each minute."""

import threading
from collections.abc import Mapping
from typing import Any, cast

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from app.jobs import backlog as module
from app.jobs.backlog import Backlog, BacklogReports, backlog
from app.jobs.dead_letters import DeadLetterList
from app.operability.cloudwatch import CloudWatch

FOUND = Backlog(waiting={"sns": 2, "email": 3}, dead={"sns": 1, "email": 0})


class Lists:
    """As far as it is asked, a Redis."""

    def __init__(self) -> None:
        self.lists: dict[str, list[str]] = {}

    def lpush(self, name: str, value: str) -> None:
        self.lists.setdefault(name, []).insert(0, value)

    def ltrim(self, name: str, first: int, last: int) -> None:
        self.lists[name] = self.lists[name][first : last + 1]

    def llen(self, name: str) -> int:
        return len(self.lists.get(name, []))


class Told:
    """As far as it is told, CloudWatch."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.puts: list[tuple[str, Mapping[str, str], Mapping[str, int]]] = []
        self.again = threading.Event()

    def put(self, namespace: str, dimensions: Mapping[str, str], numbers: Mapping[str, int]) -> None:
        if self.failures:
            raise self.failures.pop()
        self.puts.append((namespace, dimensions, numbers))
        self.again.set()


def test_jobs_are_counted_where_they_wait_and_where_dead_ones_end() -> None:
    broker, state = Lists(), Lists()
    broker.lpush("sns", "a job")
    broker.lpush("sns", "another job")
    DeadLetterList(cast(Redis, state)).add("email", "send_email", "platform", "1", "no such address")
    found = backlog(cast(Redis, broker), cast(Redis, state), "monolith")
    assert {name: number for name, number in found.waiting.items() if number} == {"sns": 2}
    assert {name: number for name, number in found.dead.items() if number} == {"email": 1}
    assert found.metrics() == {"Waiting": 2, "Dead": 1}


def reports(told: Told, measure: Any = lambda: FOUND) -> BacklogReports:
    return BacklogReports(measure, cast(CloudWatch, told), "monolith")


def test_cloudwatch_is_told_the_sums() -> None:
    told = Told()
    reports(told).report()
    assert told.puts == [("SoftFactory/Jobs", {"Shape": "monolith"}, {"Waiting": 5, "Dead": 1})]
    reports(told, lambda: None).report()  # RabbitMQ says so itself
    assert len(told.puts) == 1


def test_a_minute_that_cannot_be_told_is_no_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "EVERY_SECONDS", 0.001)
    told = Told(OSError("of a file"), KeyError("of a variable"), RedisConnectionError("rediss://u:p@host"))
    running = reports(told)
    thread = running.start()
    assert told.again.wait(20)
    running.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert "ConnectionError" in caplog.text
    assert "rediss://" not in caplog.text
