"""Connections to the Redis groups: TLS, short time-outs, one pool per process."""

from pathlib import Path

from pydantic import SecretStr
from redis import Redis
from redis.backoff import NoBackoff
from redis.cluster import RedisCluster
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
    if cluster:
        return RedisCluster.from_url(address, **trust, **timeouts)
    # One more try at once: a pooled connection may have been closed by a failover.
    retry = Retry(NoBackoff(), 1)
    return Redis.from_url(address, retry=retry, health_check_interval=30, **trust, **timeouts)
