"""Connections to the Redis groups: TLS, short time-outs, one pool per process."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import SecretStr
from redis import Redis
from redis.backoff import NoBackoff
from redis.cluster import RedisCluster
from redis.exceptions import RedisClusterException, RedisError
from redis.retry import Retry

TIMEOUT_SECONDS = 0.5

RedisClient = Redis | RedisCluster


def connect(url: SecretStr, ca_file: Path | None, *, cluster: bool = False) -> RedisClient:
    """A client; it connects at its first command.

    Raises ValueError for an address without TLS.
    """
    address = url.get_secret_value()
    if not address.startswith("rediss://"):
        raise ValueError("a Redis address must begin with rediss://, that is, use TLS")
    trust = {"ssl_cert_reqs": "required"} | ({"ssl_ca_certs": str(ca_file)} if ca_file else {})
    timeouts = {"socket_timeout": TIMEOUT_SECONDS, "socket_connect_timeout": TIMEOUT_SECONDS}
    # One more try at once: a pooled connection may have been closed by a failover.
    retry = Retry(NoBackoff(), 1)
    if cluster:
        made = LazyCluster(lambda: RedisCluster.from_url(address, retry=retry, **trust, **timeouts))
        return cast(RedisCluster, made)
    return Redis.from_url(address, retry=retry, health_check_interval=30, **trust, **timeouts)


class LazyCluster:
    """A Redis Cluster that is looked for at the first command, and whose every failure is a RedisError.

    redis-py's own looks for it at once, and raises something else for slots that nobody serves.
    """

    def __init__(self, connect: Callable[[], RedisCluster]) -> None:
        self._connect = connect

    @cached_property
    def _cluster(self) -> RedisCluster:
        return self._connect()

    def __getattr__(self, command: str) -> Callable[..., Any]:
        def ask(*arguments: Any, **options: Any) -> Any:
            try:
                return getattr(self._cluster, command)(*arguments, **options)
            except RedisClusterException as error:
                raise RedisError(f"the cluster does not answer: {error}") from error

        return ask
