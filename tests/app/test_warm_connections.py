"""Once warm, no request opens a connection to database, Redis or broker, as the servers count them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.backing.postgres import Postgres
from app.backing.rabbitmq import RabbitMq
from app.backing.redis import RedisServer
from app.backing.tls import Certificates
from app.domain.catalog import ENDPOINTS
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.waiting import eventually

pytestmark = pytest.mark.services

# Reads from replica, cache and master, and a write that queues a job.
READS = (
    "/api/coocook/chefs",
    "/api/review/campaigns",
    "/api/sns-auto/posts",
    "/api/users/me",
    "/api/products",
)
ROUNDS = 5


@pytest.fixture(scope="module", params=["state_server", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> RedisServer | RabbitMq:
    found: RedisServer | RabbitMq = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def app(
    phase2: dict[str, str],
    broker: RedisServer | RabbitMq,
    replicas: list[Postgres],
    certificates: Certificates,
) -> Iterator[Flask]:
    variables = phase2 | {
        "BROKER_URL": broker.url, "BROKER_CA_FILE": str(certificates.ca_file),
        "DATABASE_REPLICA_HOSTS": ",".join(replica.address for replica in replicas),
    }  # fmt: skip
    made = create_app(load(variables), "monolith")
    yield made
    made.extensions["runtime"].close()


@pytest.fixture
def counts(
    database: str,
    postgres: Postgres,
    replicas: list[Postgres],
    redis_server: RedisServer,
    state_server: RedisServer,
    broker: RedisServer | RabbitMq,
) -> Iterator[Callable[[], dict[str, int]]]:
    """How many connections each server has accepted so far, by its own account."""
    databases = {"master": postgres, "replica 1": replicas[0], "replica 2": replicas[1]}
    mine = f"connection authorized: user=app_monolith_a database={database}"
    groups = {"cache": redis_server.client(), "state": state_server.client()}

    def of_redis(client: Any) -> int:
        return int(client.info("stats")["total_connections_received"])

    def count() -> dict[str, int]:
        found = {name: server.log_file.read_text().count(mine) for name, server in databases.items()}
        found |= {name: of_redis(client) for name, client in groups.items()}
        if isinstance(broker, RabbitMq):
            found["broker"] = broker.log_file.read_text().count("accepting AMQP connection")
        return found

    yield count
    for client in groups.values():
        client.close()


def test_no_endpoint_opens_a_connection(app: Flask, counts: Callable[[], dict[str, int]]) -> None:
    runtime: Runtime = app.extensions["runtime"]
    watch = runtime.pools.watch
    assert watch is not None
    eventually(lambda: len(watch.usable()) == 2, "both replicas usable")
    me = Person(through_flask(app)).signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": "warm"}, status=201)
    post = {"account_id": account["id"], "content": "Hello"}

    def once() -> None:
        for path in READS:
            me("GET", path)
        me("POST", "/api/sns-auto/schedule", post, status=202)
        me("POST", "/api/coocook/chefs", status=415)

    assert set(READS) <= {row.path for rows in ENDPOINTS.values() for row in rows}
    once()
    before = counts()
    assert all(before.values()), f"a server that counts nothing proves nothing: {before}"
    for _ in range(ROUNDS):
        once()
    assert counts() == before
