"""What this process depends on, as checked now: does it answer, how fast, and which server is it really."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import psycopg
from celery import Celery
from kombu.exceptions import KombuError
from redis.exceptions import RedisError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.cache.connection import RedisClient
from app.database.pools import NoReplica
from app.runtime import Runtime

SERVER = text("SELECT host(inet_server_addr()), inet_server_port(), pg_is_in_recovery(), current_user::text")


@dataclass(frozen=True)
class Check:
    """Without a required dependency the process cannot work; without another it works less well."""

    name: str
    required: bool
    ok: bool
    milliseconds: float
    seen: dict[str, Any]

    def described(self) -> dict[str, Any]:
        return {"ok": self.ok, "required": self.required, "milliseconds": self.milliseconds}


def checks(runtime: Runtime) -> list[Check]:
    found = [_check("master", True, lambda: _database(runtime.pools.writer))]
    reader = runtime.pools.reader
    if reader is not None:
        found.append(_check("replica", False, lambda: _database(reader)))
    groups: tuple[tuple[str, RedisClient | None], ...] = (
        ("cache", runtime.cache_client),
        ("state", runtime.state),
        ("broker", runtime.broker_redis),
    )
    for name, client in groups:
        if client is not None:
            found.append(_check(name, False, partial(_redis, client)))
    if runtime.celery is not None and runtime.broker_redis is None:
        found.append(_check("broker", False, partial(_rabbitmq, runtime.celery)))
    return found


def topology(runtime: Runtime) -> dict[str, Any]:
    watch = runtime.pools.watch
    return {
        "shape": runtime.shape,
        "services": sorted({endpoint.service for endpoint in runtime.endpoints}),
        "talks_to": {
            check.name: {"ok": check.ok, "milliseconds": check.milliseconds} | check.seen
            for check in checks(runtime)
        },
        "replica_lag_seconds": {str(server): lag for server, lag in watch.lags.items()} if watch else {},
        "neighbours": {
            name: urlsplit(url).netloc
            for name, url in (
                ("platform", runtime.settings.platform_url),
                ("coocook", runtime.settings.coocook_url),
            )
            if url
        },
    }


def _check(name: str, required: bool, ask: Callable[[], dict[str, Any]]) -> Check:
    started = time.perf_counter()
    try:
        seen, ok = ask(), True
    except (SQLAlchemyError, psycopg.Error, RedisError, NoReplica, KombuError, OSError) as error:
        seen, ok = {"error": type(error).__name__}, False
    return Check(name, required, ok, round((time.perf_counter() - started) * 1000, 2), seen)


def _database(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        address, port, recovering, user = connection.execute(SERVER).one()
    return {"server": f"{address}:{port}", "role": "replica" if recovering else "master", "user": user}


def _rabbitmq(celery: Celery) -> dict[str, Any]:
    with celery.pool.acquire(block=True, timeout=1) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0)
        # A round trip: a channel is opened there.
        connection.channel().close()
        return {"server": f"{connection.hostname}:{connection.port}"}


def _redis(client: RedisClient) -> dict[str, Any]:
    client.ping()
    nodes = client.get_connection_kwargs()
    return {"server": f"{nodes.get('host', 'cluster')}:{nodes.get('port', '')}".rstrip(":")}
