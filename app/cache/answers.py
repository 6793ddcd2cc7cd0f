"""The cache of answers: time to live by kind, one computation at a time, stale at once after a write."""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from redis.exceptions import RedisError

from app.cache.connection import RedisClient
from app.domain.endpoint import Cached, CacheKind
from app.operability.metrics import CACHE_HITS, CACHE_MISSES

log = logging.getLogger(__name__)

TTL_SECONDS: Mapping[CacheKind, int] = {
    "chefs": 300, "campaigns": 600, "profiles": 3600, "posts": 60, "responses": 300
}  # fmt: skip
# For so long after a write, what is computed anew is computed on the master: replicas may lag.
FRESH_MILLISECONDS = 3000
# One computes and the others wait; after so long they compute themselves.
WAIT_SECONDS = 2.0
POLL_SECONDS = 0.01
# After a failure the cache is left alone for so long, or every request would wait for its time-out.
PAUSE_SECONDS = 1.0

STALE = "redis.call('incr', KEYS[1]) redis.call('set', KEYS[2], 1, 'px', ARGV[1])"
RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


@dataclass(frozen=True)
class Scope:
    """What goes stale together: a kind, or one user's part of it."""

    cached: Cached
    user_id: int

    def key(self, part: str) -> str:
        # The braces keep the keys of a scope on one node of a cluster.
        return f"{{{self.cached.kind}:{self.user_id if self.cached.per_user else 'all'}}}:{part}"


class AnswerCache:
    def __init__(self, client: RedisClient) -> None:
        self.client = client
        self._paused_until = 0.0

    def answer(self, scope: Scope, question: str, compute: Callable[[bool], bytes]) -> bytes:
        """The answer kept for `question`, or `compute(fresh)`, kept for the time of its kind.

        `fresh` asks for data of the master. Without Redis every answer is computed.
        """
        kind = scope.cached.kind
        try:
            self._check_pause()
            generation, fresh = self.client.mget([scope.key("generation"), scope.key("fresh")])
            number = int(generation or 0)
            digest = hashlib.sha256(question.encode()).hexdigest()
            key = scope.key(f"{number}:{digest}")
            kept = cast(bytes | None, self.client.get(key))
            if kept is None:
                CACHE_MISSES.labels(kind).inc()
                return self._compute_once(key, TTL_SECONDS[kind], compute, fresh=fresh is not None)
            CACHE_HITS.labels(kind).inc()
            return kept
        except RedisError as error:
            self._pause(error)
            return compute(True)

    def make_stale(self, scopes: list[Scope]) -> None:
        """Nothing kept for these scopes is given out again, even what is being computed now."""
        for scope in scopes:
            try:
                self._check_pause()
                self.client.eval(
                    STALE, 2, scope.key("generation"), scope.key("fresh"), str(FRESH_MILLISECONDS)
                )
            except RedisError as error:
                self._pause(error)

    def _compute_once(self, key: str, ttl: int, compute: Callable[[bool], bytes], *, fresh: bool) -> bytes:
        lock, mine = f"{key}:lock", secrets.token_hex(8)
        if self.client.set(lock, mine, nx=True, px=int(WAIT_SECONDS * 1000)):
            # Somebody may have finished between our look and our lock.
            kept = cast(bytes | None, self.client.get(key))
        else:
            kept = self._wait_for(key, lock)
        if kept is not None:
            self._settle(lambda: self.client.eval(RELEASE, 1, lock, mine))
            return kept
        try:
            answer = compute(fresh)
        except Exception:
            self._settle(lambda: self.client.eval(RELEASE, 1, lock, mine))
            raise
        self._settle(lambda: self.client.set(key, answer, ex=ttl))
        self._settle(lambda: self.client.eval(RELEASE, 1, lock, mine))
        return answer

    def _settle(self, command: Callable[[], object]) -> None:
        """Tell Redis; the answer is right without it."""
        try:
            command()
        except RedisError as error:
            self._pause(error)

    def _wait_for(self, key: str, lock: str) -> bytes | None:
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            time.sleep(POLL_SECONDS)
            # In this order: the answer is kept before the lock is given back.
            held = self.client.exists(lock)
            kept = cast(bytes | None, self.client.get(key))
            # No lock and no answer: who computed has failed.
            if kept is not None or not held:
                return kept
        return None

    def _check_pause(self) -> None:
        if time.monotonic() < self._paused_until:
            raise RedisError("the cache is left alone after a failure")

    def _pause(self, error: RedisError) -> None:
        if time.monotonic() >= self._paused_until:
            log.warning("the cache does not answer: %s", type(error).__name__)
            self._paused_until = time.monotonic() + PAUSE_SECONDS
