"""The channel of each user on Redis pub/sub."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing

from redis import Redis
from redis.exceptions import RedisError

from app.domain.call import Call

log = logging.getLogger(__name__)

# How long one look at the channel waits; a closed page is noticed by then.
LOOK_SECONDS = 1.0


class Events:
    def __init__(self, client: Redis) -> None:
        self._client = client

    def publish(self, call: Call) -> None:
        for user_id, event in call.events:
            try:
                self._client.publish(f"events:{user_id}", json.dumps(event))
            except RedisError:
                log.warning("an event is lost: the state store does not answer")
                return

    def of(self, user_id: int) -> Iterator[str | None]:
        """The user's events as they come; None each time a moment passes without one."""
        channel = self._client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]  # redis has no type here
        with closing(channel):
            channel.subscribe(f"events:{user_id}")
            while True:
                message = channel.get_message(timeout=LOOK_SECONDS)
                yield message["data"].decode() if message else None
