import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr

from app.backing.redis import RedisServer
from app.backing.tls import Certificates
from app.cache.answers import TTL_SECONDS, AnswerCache, Scope
from app.cache.connection import connect
from app.domain.endpoint import Cached, CacheKind

pytestmark = pytest.mark.services

CHEFS = Scope(Cached("chefs"), 0)


@pytest.fixture(scope="module")
def server(folder: Path, certificates: Certificates) -> Iterator[RedisServer]:
    made = RedisServer(folder / "cache", certificates, "allkeys-lru").start()
    yield made
    made.stop()


@pytest.fixture
def cache(server: RedisServer, certificates: Certificates) -> AnswerCache:
    with server.client() as client:
        client.flushall()
    return AnswerCache(connect(SecretStr(server.url), certificates.ca_file))


def test_the_times_to_live_are_those_of_the_diagram() -> None:
    assert TTL_SECONDS == {"chefs": 300, "campaigns": 600, "profiles": 3600, "posts": 60, "responses": 300}


@pytest.mark.parametrize(("kind", "seconds"), TTL_SECONDS.items())
def test_an_answer_lives_as_long_as_its_kind(
    cache: AnswerCache, server: RedisServer, kind: CacheKind, seconds: int
) -> None:
    cache.answer(Scope(Cached(kind), 0), "q", lambda _: b"answer")
    with server.client() as client:
        lives: Any = [client.ttl(key) for key in client.keys("*") if client.ttl(key) > 0]
    assert lives == [seconds]


def test_hits_and_misses_are_counted_by_kind(cache: AnswerCache) -> None:
    def counted() -> tuple[float, float]:
        names = ("app_cache_hits_total", "app_cache_misses_total")
        hits, misses = (REGISTRY.get_sample_value(name, {"kind": "chefs"}) or 0 for name in names)
        return hits, misses

    hits, misses = counted()
    asked: list[bool] = []
    for _ in range(3):
        assert cache.answer(CHEFS, "q", lambda fresh: asked.append(fresh) or b"answer") == b"answer"  # type: ignore[func-returns-value]  # the lambda notes that it is asked
    assert asked == [False]
    assert counted() == (hits + 2, misses + 1)


def test_one_computes_while_the_others_wait(cache: AnswerCache) -> None:
    computed: list[int] = []

    def compute(_: bool) -> bytes:
        computed.append(1)
        time.sleep(0.2)
        return b"answer"

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: cache.answer(CHEFS, "busy", compute), range(20)))
    assert answers == [b"answer"] * 20
    assert len(computed) == 1


def test_who_waits_for_one_who_failed_computes(cache: AnswerCache) -> None:
    begun = threading.Event()

    def fail(_: bool) -> bytes:
        begun.set()
        time.sleep(0.1)
        raise LookupError

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.answer, CHEFS, "q", fail)
        begun.wait()
        second = pool.submit(cache.answer, CHEFS, "q", lambda _: b"answer")
        with pytest.raises(LookupError):
            first.result()
        assert second.result() == b"answer"


def test_a_write_makes_stale_even_what_is_being_computed(cache: AnswerCache) -> None:
    def compute(_: bool) -> bytes:
        cache.make_stale([CHEFS])
        return b"old"

    assert cache.answer(CHEFS, "q", compute) == b"old"
    fresh: list[bool] = []
    assert cache.answer(CHEFS, "q", lambda now: fresh.append(now) or b"new") == b"new"  # type: ignore[func-returns-value]  # the lambda notes that it is asked
    # Replicas may not have the write yet.
    assert fresh == [True]


def test_one_user_s_write_leaves_the_others_alone(cache: AnswerCache) -> None:
    mine, theirs = (Scope(Cached("posts", per_user=True), user_id) for user_id in (1, 2))
    for scope in (mine, theirs):
        cache.answer(scope, "q", lambda _: b"old")
    cache.make_stale([mine])
    assert cache.answer(mine, "q", lambda _: b"new") == b"new"
    assert cache.answer(theirs, "q", lambda _: b"new") == b"old"


def test_without_redis_every_answer_is_computed_and_then_kept_again(
    cache: AnswerCache, server: RedisServer
) -> None:
    cache.answer(CHEFS, "q", lambda _: b"old")
    server.kill()
    assert cache.answer(CHEFS, "q", lambda _: b"new") == b"new"
    cache.make_stale([CHEFS])
    server.start()
    time.sleep(1.1)
    assert cache.answer(CHEFS, "q", lambda _: b"newer") == b"newer"
    assert cache.answer(CHEFS, "q", lambda _: b"newest") == b"newer"
