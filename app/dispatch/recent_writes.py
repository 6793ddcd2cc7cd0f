"""Who has just written: they read from the master until every usable replica has what they wrote."""

import logging
from math import ceil

from redis.exceptions import RedisError

from app.cache.connection import RedisClient
from app.database.replica_watch import MAX_LAG_SECONDS, SAMPLE_SECONDS
from app.domain.call import Identity

log = logging.getLogger(__name__)

# A replica further behind than its limit, and a sample's age, is no longer used.
KEPT_MILLISECONDS = ceil((MAX_LAG_SECONDS + 2 * SAMPLE_SECONDS) * 1000)


class RecentWrites:
    """`client` is None in a phase without replicas, where there is nothing to remember."""

    def __init__(self, client: RedisClient | None) -> None:
        self._client = client

    def note(self, identity: Identity | None) -> None:
        if self._client is None or identity is None:
            return
        try:
            self._client.set(f"wrote:{identity.user_id}", 1, px=KEPT_MILLISECONDS)
        except RedisError:
            log.warning(
                "a write could not be noted; until Redis answers, signed-in users read from the master"
            )

    def has(self, identity: Identity | None) -> bool:
        if self._client is None or identity is None:
            return False
        try:
            return bool(self._client.exists(f"wrote:{identity.user_id}"))
        except RedisError:
            return True
