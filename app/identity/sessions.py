"""Sessions: in the database in phase 1, and in Redis from phase 2 on. In both they can be ended."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from redis.exceptions import RedisError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.cache.connection import RedisClient
from app.domain.call import SessionMark
from app.domain.models.platform import UserSession
from app.domain.problem import Unauthenticated, Unavailable
from app.identity.tokens import REFRESH_SECONDS

log = logging.getLogger(__name__)

# Compared and changed in one step, or two that come at once could both be the first.
RENEW = """
local kept = redis.call('get', KEYS[1])
if not kept then return 'unknown' end
if kept ~= ARGV[1] then redis.call('del', KEYS[1]) return 'reused' end
redis.call('set', KEYS[1], tonumber(kept) + 1, 'EX', ARGV[2])
return 'renewed'
"""


def _over() -> Unauthenticated:
    return Unauthenticated("This session is over; sign in again.")


def _reused(mark: SessionMark) -> Unauthenticated:
    # Either of the two who have the token may be a thief.
    log.warning("a refresh token of user %d was used twice; its session is ended", mark.user_id)
    return _over()


class DatabaseSessions:
    def begin(self, database: Session, mark: SessionMark) -> None:
        database.add(
            UserSession(id=UUID(mark.session_id), user_id=mark.user_id, generation=mark.generation,
                        expires_at=_expiry())
        )  # fmt: skip

    def renew(self, database: Session, mark: SessionMark) -> None:
        kept = database.get(UserSession, UUID(mark.session_id), with_for_update=True)
        if kept is None or kept.expires_at < datetime.now(UTC):
            raise _over()
        if kept.generation != mark.generation:
            database.delete(kept)
            # Now, as the refusal takes back what is not committed.
            database.commit()
            raise _reused(mark)
        kept.generation, kept.expires_at = mark.generation + 1, _expiry()

    def end(self, database: Session, mark: SessionMark) -> None:
        database.execute(delete(UserSession).where(UserSession.id == UUID(mark.session_id)))


class RedisSessions:
    """`former` has the sessions of an earlier phase, and those that began while Redis was away."""

    def __init__(self, client: RedisClient, former: DatabaseSessions) -> None:
        self._client = client
        self._former = former

    def begin(self, database: Session, mark: SessionMark) -> None:
        try:
            self._keep(mark)
        except RedisError:
            log.warning("a session is kept in the database: the state store does not answer")
            self._former.begin(database, mark)

    def renew(self, database: Session, mark: SessionMark) -> None:
        try:
            verdict = self._client.eval(RENEW, 1, _key(mark), str(mark.generation), str(REFRESH_SECONDS))
            if verdict == b"unknown":
                self._former.renew(database, mark)
                self._former.end(database, mark)
                self._keep(mark.next)
        except RedisError as error:
            raise Unavailable("Sessions cannot be read now; try again.") from error
        if verdict == b"reused":
            raise _reused(mark)

    def end(self, database: Session, mark: SessionMark) -> None:
        self._former.end(database, mark)
        try:
            self._client.delete(_key(mark))
        except RedisError as error:
            raise Unavailable("The session cannot be ended now; try again.") from error

    def _keep(self, mark: SessionMark) -> None:
        self._client.set(_key(mark), mark.generation, ex=REFRESH_SECONDS)


def _key(mark: SessionMark) -> str:
    return f"session:{mark.session_id}"


def _expiry() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=REFRESH_SECONDS)
