"""What fails for good ends where people can find it, with either broker, and its owner sees it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

from app.backing.outside import FakeOutside
from app.backing.rabbitmq import RabbitMq
from app.backing.redis import RedisServer
from app.backing.tls import Certificates
from app.domain.catalog import QUEUES
from app.jobs import worker
from app.processes.jobs import make_celery
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.waiting import eventually

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def _few_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RETRIES", 1)
    monkeypatch.setattr(worker, "BACKOFF_LIMIT_SECONDS", 1)


@contextmanager
def working(variables: dict[str, str]) -> Iterator[tuple[Person, Celery]]:
    """The app, and a worker in a thread beside it."""
    settings = load(variables)
    app = create_app(settings, "monolith")
    celery = make_celery(settings, "monolith")
    with start_worker(
        celery, pool="solo", perform_ping_check=False, shutdown_timeout=30, queues=list(QUEUES)
    ):
        yield Person(through_flask(app)), celery
    app.extensions["runtime"].close()


def doomed_post(anybody: Person, outside: FakeOutside) -> None:
    me = anybody.signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "tiktok", "handle": "doomed"}, status=201)
    outside.ledger.failing["/sns/tiktok/posts"] = 503
    got = me.raw("POST", "/api/sns-auto/schedule", {"account_id": account["id"], "content": "x"})
    eventually(lambda: me("GET", got.headers["Location"])["status"] == "failed", "giving up")
    outside.ledger.failing.clear()
    assert "503" in me("GET", got.headers["Location"])["error"]


def test_on_redis_it_is_in_a_list(
    phase2: dict[str, str], state_server: RedisServer, outside: FakeOutside
) -> None:
    with working(phase2) as (anybody, _), state_server.client() as client:
        doomed_post(anybody, outside)
        letters: Any = eventually(lambda: client.lrange("dead:sns", 0, -1), "the dead letter")
    [letter] = [json.loads(text) for text in letters]
    assert (letter["task"], letter["service"]) == ("post_to_sns", "sns_auto")
    assert "503" in letter["error"]


def test_on_rabbitmq_it_is_in_the_dead_letter_queue(
    phase2: dict[str, str], rabbitmq: RabbitMq, certificates: Certificates, outside: FakeOutside
) -> None:
    variables = phase2 | {"BROKER_URL": rabbitmq.url, "BROKER_CA_FILE": str(certificates.ca_file)}
    with working(variables) as (anybody, celery):
        doomed_post(anybody, outside)
        me = anybody.signed_up()
        account = me("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": "fine"}, status=201)
        fine = me.raw("POST", "/api/sns-auto/schedule", {"account_id": account["id"], "content": "x"})
        eventually(lambda: me("GET", fine.headers["Location"])["status"] == "published", "the other job")

        def dead() -> Any:
            with celery.connection_for_read() as connection:
                return connection.default_channel.basic_get("sns.dead", no_ack=True)

        letter = eventually(dead, "the dead letter")
        assert letter.headers["task"] == "post_to_sns"
        assert letter.headers["x-death"][0]["queue"] == "sns"
        assert anybody("GET", "/readyz")["checks"]["broker"]["ok"] is True
