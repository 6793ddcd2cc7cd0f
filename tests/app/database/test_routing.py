"""Reads and writes go where they should, as the servers themselves saw it."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from app.backing.postgres import Postgres
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.contract.world import booking, new_chef
from tests.app.waiting import eventually

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def app(phase2: dict[str, str], replicas: list[Postgres]) -> Iterator[Flask]:
    # Without a cache every read reaches a database, and without a broker jobs need no worker.
    absent = ("CACHE_URL", "BROKER_URL")
    variables = {name: value for name, value in phase2.items() if name not in absent}
    variables["DATABASE_REPLICA_HOSTS"] = ",".join(replica.address for replica in replicas)
    made = create_app(load(variables), "monolith")
    yield made
    made.extensions["runtime"].close()


@pytest.fixture
def runtime(app: Flask) -> Runtime:
    found: Runtime = app.extensions["runtime"]
    eventually(lambda: len(usable(found)) == 2, "both replicas usable")
    return found


@pytest.fixture
def anybody(app: Flask, runtime: Runtime) -> Person:
    return Person(through_flask(app))


def port_of(connection: Connection) -> int:
    driver: Any = connection.connection.driver_connection
    return int(driver.info.port)


def usable(runtime: Runtime) -> list[Any]:
    watch = runtime.pools.watch
    assert watch is not None
    return watch.usable()


class Watched:
    """What the servers were asked since the last look, by their own logs."""

    def __init__(self, servers: list[Postgres]) -> None:
        self._servers = servers
        self.forget()

    def forget(self) -> None:
        self._sizes = {server.port: server.log_file.stat().st_size for server in self._servers}

    def saw(self, server: Postgres, table: str) -> bool:
        return f"FROM {table}" in server.log_file.read_text()[self._sizes[server.port] :]


@pytest.fixture
def watched(postgres: Postgres, replicas: list[Postgres], app: Flask, database: str) -> Watched:
    # The setting reaches the replicas as everything does, and new connections only.
    postgres.execute(f"ALTER DATABASE {database} SET log_statement = 'all'")
    settings = "SELECT 1 FROM pg_db_role_setting WHERE setconfig::text LIKE '%log_statement%'"
    eventually(lambda: all(replica.execute(settings) for replica in replicas), "the setting")
    pools = app.extensions["runtime"].pools
    pools.writer.dispose()
    pools.reader.dispose()
    return Watched([postgres, *replicas])


def test_chefs_and_campaigns_are_read_from_replicas_and_bookings_from_the_master(
    watched: Watched, runtime: Runtime, anybody: Person, postgres: Postgres, replicas: list[Postgres]
) -> None:
    someone = Person(anybody.send, runtime.credentials.access(99, "user", "Kim"))
    for path, table, eventual in (
        ("/api/coocook/chefs", "coocook.chefs", True),
        ("/api/review/campaigns", "review.campaigns", True),
        ("/api/coocook/bookings", "coocook.bookings", False),
    ):
        watched.forget()
        someone("GET", path)
        assert watched.saw(postgres, table) is not eventual, path
        assert any(watched.saw(replica, table) for replica in replicas) is eventual, path


def test_new_connections_are_spread_over_the_replicas(runtime: Runtime) -> None:
    ports = set()
    for _ in range(20):
        with runtime.pools._connect_to_replica() as connection:
            ports.add(connection.info.port)
    assert ports == {server.port for server in usable(runtime)}


def test_who_has_just_written_reads_it_while_replicas_stand_still(
    anybody: Person, runtime: Runtime, replicas: list[Postgres]
) -> None:
    me = anybody.signed_up()
    chef = me("POST", "/api/coocook/chefs", new_chef(), status=201)
    for replica in replicas:
        eventually(
            lambda: anybody.raw("GET", f"/api/coocook/chefs/{chef['id']}").status == 200, "replication"
        )
        replica.execute("SELECT pg_wal_replay_pause()")
    try:
        me("PATCH", f"/api/coocook/chefs/{chef['id']}", {"name": "New name"})
        assert me("GET", f"/api/coocook/chefs/{chef['id']}")["name"] == "New name"
        # Somebody else still reads a replica, which has not got it.
        assert anybody("GET", f"/api/coocook/chefs/{chef['id']}")["name"] == "Ann"
        # Until the replicas lag too far to be read at all.
        eventually(
            lambda: anybody("GET", f"/api/coocook/chefs/{chef['id']}")["name"] == "New name",
            "leaving the replicas",
        )
        assert usable(runtime) == []
    finally:
        for replica in replicas:
            replica.execute("SELECT pg_wal_replay_resume()")


def test_one_lagging_replica_is_left_out(
    watched: Watched, anybody: Person, runtime: Runtime, replicas: list[Postgres], postgres: Postgres
) -> None:
    lagging, good = replicas
    reader = runtime.pools.reader
    assert reader is not None
    with ExitStack() as held:
        # So the pool holds connections to both when one of them falls behind.
        pooled = [held.enter_context(reader.connect()) for _ in range(12)]
        assert {port_of(connection) for connection in pooled} == {lagging.port, good.port}
    lagging.execute("SELECT pg_wal_replay_pause()")
    try:
        anybody.signed_up()
        eventually(lambda: [server.port for server in usable(runtime)] == [good.port], "leaving one replica")
        watched.forget()
        for _ in range(10):
            anybody("GET", "/api/coocook/chefs")
        assert watched.saw(good, "coocook.chefs")
        assert not watched.saw(lagging, "coocook.chefs")
        assert not watched.saw(postgres, "coocook.chefs")
    finally:
        lagging.execute("SELECT pg_wal_replay_resume()")


def test_no_request_fails_while_replicas_die_and_come_back(
    anybody: Person, runtime: Runtime, replicas: list[Postgres]
) -> None:
    def read() -> None:
        anybody("GET", f"/api/coocook/chefs?location={uuid.uuid4().hex}")

    read()
    for replica in replicas:
        replica.kill()
        for _ in range(10):
            read()
    eventually(lambda: usable(runtime) == [], "both replicas gone")
    read()
    cook = anybody.signed_up()
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    assert booking(cook, chef["id"], 1)
    for replica in replicas:
        replica.start()
    eventually(lambda: len(usable(runtime)) == 2, "both replicas back")
    eventually(
        lambda: anybody.raw("GET", f"/api/coocook/chefs/{chef['id']}").status == 200, "reading from them"
    )


def test_no_request_opens_a_connection_when_warm(anybody: Person, runtime: Runtime) -> None:
    reader = runtime.pools.reader
    assert reader is not None
    paths = ("/api/coocook/chefs", "/api/products", "/api/webapp-builder/tracks")
    for path in paths:
        anybody("GET", path)
    opened: list[object] = []

    for engine in (reader, runtime.pools.writer):
        event.listen(engine, "connect", lambda *_: opened.append(1))
    for _ in range(5):
        for path in paths:
            anybody("GET", path)
    assert opened == []


def test_the_topology_says_whom_the_process_talks_to_and_only_to_an_admin(
    anybody: Person, runtime: Runtime, postgres: Postgres, replicas: list[Postgres]
) -> None:
    anybody("GET", "/api/topology", status=401)
    anybody.signed_up()("GET", "/api/topology", status=403)
    admin = Person(anybody.send, runtime.credentials.access(1, "admin", "A"))
    seen = admin("GET", "/api/topology")
    assert seen["talks_to"]["master"]["server"].endswith(f":{postgres.port}")
    assert seen["talks_to"]["master"]["role"] == "master"
    assert seen["talks_to"]["master"]["user"] == "app_monolith_a"
    assert seen["talks_to"]["replica"]["role"] == "replica"
    assert set(seen["replica_lag_seconds"]) == {replica.address for replica in replicas}
    assert anybody("GET", "/readyz")["checks"]["replica"]["ok"] is True
