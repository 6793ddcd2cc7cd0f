"""Sessions: in Redis from phase 2 on, where they can be ended; before that, in the refresh token alone."""

import logging
from typing import Protocol

from redis.exceptions import RedisError

from app.cache.connection import RedisClient
from app.domain.problem import Unauthenticated, Unavailable
from app.identity.tokens import REFRESH_SECONDS

log = logging.getLogger(__name__)


class Sessions(Protocol):
    def begin(self, session_id: str, user_id: int) -> None: ...

    def end(self, session_id: str) -> None:
        """Raises Unauthenticated for a session that is over."""


class TokenSessions:
    """Without a store a session lasts as long as its token."""

    def begin(self, session_id: str, user_id: int) -> None:
        pass

    def end(self, session_id: str) -> None:
        pass


class RedisSessions:
    def __init__(self, client: RedisClient) -> None:
        self._client = client

    def begin(self, session_id: str, user_id: int) -> None:
        try:
            self._client.set(f"session:{session_id}", user_id, ex=REFRESH_SECONDS)
        except RedisError:
            # The access token works all the same; its renewal will ask to sign in again.
            log.warning("a session could not be kept: the state store does not answer")

    def end(self, session_id: str) -> None:
        try:
            known = self._client.getdel(f"session:{session_id}")
        except RedisError as error:
            raise Unavailable("Sessions cannot be read now; try again.") from error
        if known is None:
            raise Unauthenticated("This session is over; sign in again.")
