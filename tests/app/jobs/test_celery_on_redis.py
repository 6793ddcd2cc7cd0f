"""Jobs in a real worker with Redis as the broker: each is done once, whatever dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.backing.outside import FakeOutside
from app.backing.process import free_port
from app.backing.redis import RedisServer
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person
from tests.app.waiting import eventually

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def app(phase2: dict[str, str]) -> Iterator[Flask]:
    made = create_app(load(phase2), "monolith")
    yield made
    made.extensions["runtime"].close()


Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(phase2: dict[str, str]) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        environment = os.environ | phase2 | {"WORKER_CONCURRENCY": "1", "METRICS_PORT": str(free_port())}
        command = [sys.executable, "-m", "app.processes", "worker"]
        # A group of its own, so that its children can be killed with it.
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def post(me: Person, handle: str) -> str:
    account = me("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": handle}, status=201)
    got = me.raw("POST", "/api/sns-auto/schedule", {"account_id": account["id"], "content": handle})
    assert got.status == 202
    return got.headers["Location"]


def published(outside: FakeOutside, content: str) -> int:
    return sum(one["content"].get("content") == content for one in outside.ledger.effects.values())


def test_a_job_outlives_its_worker_and_the_platform_s_failures(
    me: Person, start_worker: Start, outside: FakeOutside
) -> None:
    outside.ledger.seconds = 3
    first = start_worker()
    address = post(me, "survivor")
    assert me("GET", address)["status"] == "queued"

    def asked() -> int:
        return sum("survivor" in str(one["content"]) for one in outside.ledger.effects.values())

    begun = len(outside.ledger.begun)
    eventually(lambda: len(outside.ledger.begun) > begun, "the job's beginning")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    outside.ledger.seconds = 0
    assert me("GET", address)["status"] == "queued"
    second = start_worker()
    eventually(lambda: me("GET", address)["status"] == "published", "the second worker's success")
    assert asked() == 1
    # A platform that fails once is asked again, under the same key.
    outside.ledger.failing["/sns/blog/posts"] = 503
    again = post(me, "persistent")
    eventually(
        lambda: [1 for _, path, _ in outside.ledger.asked if path == "/sns/blog/posts"][1:], "an attempt"
    )
    outside.ledger.failing.clear()
    eventually(lambda: me("GET", again)["status"] == "published", "the retry's success")
    assert published(outside, "persistent") == 1
    # A worker told to stop finishes what it has in hand.
    outside.ledger.seconds = 1
    begun = len(outside.ledger.begun)
    last = post(me, "in-hand")
    eventually(lambda: len(outside.ledger.begun) > begun, "the last job's beginning")
    second.terminate()
    assert second.wait(30) == 0
    outside.ledger.seconds = 0
    assert me("GET", last)["status"] == "published"


def test_what_the_broker_did_not_take_is_queued_by_the_sweep(
    me: Person, runtime: Runtime, state_server: RedisServer, start_worker: Start, outside: FakeOutside
) -> None:
    state_server.kill()
    started = time.monotonic()
    address = post(me, "unqueued")
    # Nobody waits for a dead broker for long.
    assert time.monotonic() - started < 10
    state_server.start()
    assert me("GET", address)["status"] == "queued"
    start_worker()
    lost = runtime.runner.lost("sns_auto", older_than_seconds=0)
    assert [task for task, _ in lost] == ["post_to_sns"]
    # Looked at again at once, nothing is lost any more.
    assert runtime.runner.lost("sns_auto", older_than_seconds=5) == []
    jobs: Any = runtime.dispatcher.effects
    eventually(lambda: jobs.jobs.publish(*lost[0][:1], "sns_auto", lost[0][1]), "the broker's return")
    eventually(lambda: me("GET", address)["status"] == "published", "the swept job")
    assert published(outside, "unqueued") == 1


def test_a_job_delivered_twice_is_done_once(me: Person, runtime: Runtime, outside: FakeOutside) -> None:
    post(me, "twice")
    [(_, job_id)] = runtime.runner.lost("sns_auto", older_than_seconds=0)
    assert runtime.runner.run("sns_auto", job_id) is True
    assert runtime.runner.run("sns_auto", job_id) is False
    assert published(outside, "twice") == 1
