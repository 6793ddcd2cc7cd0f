"""How many connections to RabbitMQ a process keeps, as the broker counts them: it takes 300 in all."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from app.backing.outside import FakeOutside
from app.backing.process import free_port
from app.backing.rabbitmq import RabbitMq
from app.backing.tls import Certificates
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.waiting import eventually

pytestmark = pytest.mark.services

CHILDREN = 3


@pytest.fixture(scope="module")
def variables(phase2: dict[str, str], rabbitmq: RabbitMq, certificates: Certificates) -> dict[str, str]:
    return phase2 | {
        "BROKER_URL": rabbitmq.url, "BROKER_CA_FILE": str(certificates.ca_file),
        "WORKER_CONCURRENCY": str(CHILDREN), "METRICS_PORT": str(free_port()),
    }  # fmt: skip


@pytest.fixture
def started(variables: dict[str, str]) -> Iterator[Callable[[str], None]]:
    """Start a process of the app; all end with the test."""
    children: list[subprocess.Popen[bytes]] = []

    def start(name: str) -> None:
        command = [sys.executable, "-m", "app.processes", name, "monolith"]
        children.append(subprocess.Popen(command, env=os.environ | variables))

    yield start
    for child in children:
        child.send_signal(signal.SIGTERM)
    for child in children:
        child.wait(60)


def test_each_process_keeps_one_and_the_parent_of_children_two(
    variables: dict[str, str], rabbitmq: RabbitMq, outside: FakeOutside, started: Callable[[str], None]
) -> None:
    before = len(rabbitmq.log_file.read_text())

    def kept() -> int:
        log = rabbitmq.log_file.read_text()[before:]
        accepted, closed = (
            set(re.findall(rf"{word} AMQP connection <([\d.]+)>", log)) for word in ("accepting", "closing")
        )
        return len(accepted - closed)

    started("worker")
    eventually(lambda: kept() == 2, "a worker without work")
    app = create_app(load(variables), "monolith")
    me = Person(through_flask(app)).signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "tiktok", "handle": "doomed"}, status=201)
    outside.ledger.failing["/sns/tiktok/posts"] = 503
    # So many that each child fails at one, and puts it on the queue again.
    for number in range(8 * CHILDREN):
        post = {"account_id": account["id"], "content": f"{number}"}
        me.raw("POST", "/api/sns-auto/schedule", post)
    eventually(lambda: kept() == 1 + 2 + CHILDREN, "the app, the parent and each child")
    started("beat")
    eventually(lambda: kept() == 1 + 2 + CHILDREN + 1, "the beat as well")
    outside.ledger.failing.clear()
    app.extensions["runtime"].close()
