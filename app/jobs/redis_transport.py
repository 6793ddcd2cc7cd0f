"""The broker on Redis as a worker outlives its death in the midst of jobs."""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(kombu_redis.Channel):  # type: ignore[misc]  # kombu has no types
    """Says in the words of a lost connection that it was given up.

    A job that ends after its broker was lost is acknowledged on the channel that brought it. kombu 5.7 then
    looks for an address that is gone, and the AttributeError ends the worker; a lost connection is worth a
    warning to it, and Redis gives the message out again.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection.client is None:
            raise RedisConnectionError("the connection of this channel was given up")
        parameters: dict[str, Any] = super()._connparams(asynchronous)
        return parameters


class Transport(kombu_redis.Transport):  # type: ignore[misc]  # kombu has no types
    """kombu's own, with that channel."""

    Channel = Channel
