"""While stores and workers are killed, no acknowledged post is lost and none is sent twice."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from app.backing.outside import FakeOutside
from app.backing.postgres import Postgres
from app.backing.process import free_port
from app.backing.rabbitmq import RabbitMq
from app.backing.redis import RedisServer
from app.backing.tls import Certificates
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.waiting import eventually

pytestmark = pytest.mark.services

# How long a publication takes outside: long enough for a worker to be killed in the midst of one.
PUBLICATION_SECONDS = 0.3
# Between two requests of the traffic.
PACE_SECONDS = 0.5
# What is not queued after so long is swept onto the queue again; a minute in earnest.
SWEEP_SECONDS = 10


@pytest.fixture(scope="module")
def cache_server(folder: Path, certificates: Certificates) -> Iterator[RedisServer]:
    server = RedisServer(folder / "ledger-cache", certificates, "allkeys-lru").start()
    yield server
    server.stop()


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(
    request: pytest.FixtureRequest, folder: Path, certificates: Certificates, state_server: RedisServer
) -> Iterator[RedisServer | RabbitMq]:
    """A broker that is killed in the midst: not one that others share."""
    if request.param == "redis":
        yield state_server
        return
    server = RabbitMq(folder / "ledger-rabbitmq", certificates).start()
    yield server
    server.stop()


@pytest.fixture
def variables(
    phase2: dict[str, str],
    broker: RedisServer | RabbitMq,
    cache_server: RedisServer,
    replicas: list[Postgres],
    certificates: Certificates,
) -> dict[str, str]:
    return phase2 | {
        "BROKER_URL": broker.url,
        "BROKER_CA_FILE": str(certificates.ca_file),
        "CACHE_URL": cache_server.url,
        "DATABASE_REPLICA_HOSTS": ",".join(replica.address for replica in replicas),
    }


@pytest.fixture
def app(variables: dict[str, str], outside: FakeOutside) -> Iterator[Flask]:
    made = create_app(load(variables), "monolith")
    outside.ledger.seconds = PUBLICATION_SECONDS
    yield made
    outside.ledger.seconds = 0
    made.extensions["runtime"].close()


Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(variables: dict[str, str]) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        environment = os.environ | variables | {"WORKER_CONCURRENCY": "2", "METRICS_PORT": str(free_port())}
        command = [sys.executable, "-m", "app.processes", "worker"]
        # A group of its own, so that its children can be killed with it.
        started.append(subprocess.Popen(command, env=environment, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


class Traffic:
    """Posts and reads all the time; `acknowledged` is what the app has taken on, `surprises` is all else."""

    def __init__(self, me: Person) -> None:
        self.acknowledged: list[str] = []
        self.surprises: list[str] = []
        self._me = me
        handle = {"platform": "blog", "handle": uuid.uuid4().hex[:8]}
        self._account = me("POST", "/api/sns-auto/accounts", handle, status=201)["id"]
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=[step]) for step in (self._post, self._read)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self) -> None:
        """Wait until it has been answered some more, whatever is down now."""
        before = len(self.acknowledged)
        eventually(lambda: len(self.acknowledged) > before + 2, "more acknowledged posts")

    def _loop(self, step: Callable[[], None]) -> None:
        while not self._stopped.wait(PACE_SECONDS):
            try:
                step()
            except Exception as error:
                self.surprises.append(repr(error))

    def _post(self) -> None:
        content = uuid.uuid4().hex
        body = {"account_id": self._account, "content": content}
        got = self._me.raw("POST", "/api/sns-auto/schedule", body)
        if got.status == 202:
            self.acknowledged.append(content)
        else:
            self.surprises.append(f"post: {got.status} {got.body!r}")

    def _read(self) -> None:
        for path in ("/api/coocook/chefs", "/api/sns-auto/posts?per_page=1", "/api/review/campaigns"):
            got = self._me.raw("GET", path)
            if got.status != 200:
                self.surprises.append(f"{path}: {got.status} {got.body!r}")


def cache_hits() -> float:
    return REGISTRY.get_sample_value("app_cache_hits_total", {"kind": "chefs"}) or 0


def test_every_acknowledged_post_is_sent_exactly_once(
    app: Flask,
    start_worker: Start,
    outside: FakeOutside,
    replicas: list[Postgres],
    cache_server: RedisServer,
    broker: RedisServer | RabbitMq,
) -> None:
    runtime: Runtime = app.extensions["runtime"]
    effects: Any = runtime.dispatcher.effects
    watch = runtime.pools.watch
    assert watch is not None
    eventually(lambda: len(watch.usable()) == 2, "both replicas usable")
    worker = start_worker()
    traffic = Traffic(Person(through_flask(app)).signed_up())

    def sent() -> Counter[str]:
        return Counter(
            str(effect["content"].get("content")) for effect in list(outside.ledger.effects.values())
        )

    def sweep() -> None:
        for task, job_id in runtime.runner.lost("sns_auto", SWEEP_SECONDS):
            effects.jobs.publish(task, "sns_auto", job_id)

    def swept() -> Counter[str]:
        sweep()
        return sent()

    def all_sent() -> bool:
        time.sleep(0.2)
        return set(traffic.acknowledged) <= set(swept())

    try:
        eventually(lambda: traffic.acknowledged or traffic.surprises, "the first answer")
        assert traffic.surprises == []
        eventually(lambda: sent()[traffic.acknowledged[0]], "the first post")

        replicas[0].kill()
        traffic.goes_on()
        replicas[0].start()
        eventually(lambda: len(watch.usable()) == 2, "the replica's return")

        cache_server.kill()
        traffic.goes_on()
        cache_server.start()
        before = cache_hits()
        eventually(lambda: cache_hits() > before, "answers from the cache")

        broker.kill()
        traffic.goes_on()
        during = traffic.acknowledged[-1]
        broker.start()
        eventually(lambda: swept()[during], "what was acknowledged without a broker")

        begun = len(outside.ledger.begun)
        eventually(lambda: len(outside.ledger.begun) > begun, "a job in the worker's hands")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        traffic.goes_on()
        start_worker()
    finally:
        traffic.stop()
    eventually(all_sent, "the end of every acknowledged post")
    counted = sent()
    assert traffic.surprises == []
    assert {content: counted[content] for content in traffic.acknowledged} == dict.fromkeys(
        traffic.acknowledged, 1
    )
