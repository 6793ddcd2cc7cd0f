"""The cache on a real Redis Cluster of three masters and three replicas, as phase 3 has it."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from redis.exceptions import RedisError

from app.backing.process import free_port
from app.backing.redis_cluster import RedisCluster
from app.backing.tls import Certificates
from app.cache import answers
from app.cache.answers import AnswerCache, Scope
from app.cache.connection import connect
from app.domain.endpoint import Cached
from tests.app.waiting import eventually

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def cluster(folder: Path, certificates: Certificates) -> Iterator[RedisCluster]:
    made = RedisCluster(folder / "cluster", certificates, masters=3, replicas_of_each=1).start()
    yield made
    made.stop()


@pytest.fixture
def cache(cluster: RedisCluster, certificates: Certificates) -> AnswerCache:
    return AnswerCache(connect(SecretStr(cluster.url), certificates.ca_file, cluster=True))


def scopes() -> list[Scope]:
    return [Scope(Cached("posts", per_user=True), user_id) for user_id in range(60)]


def answered(cache: AnswerCache, scope: Scope, answer: bytes) -> bytes:
    return cache.answer(scope, "q", lambda _: answer)


def test_scopes_are_spread_over_the_masters_and_each_is_in_one_place(
    cache: AnswerCache, cluster: RedisCluster
) -> None:
    for scope in scopes():
        assert answered(cache, scope, b"first") == b"first"
        assert answered(cache, scope, b"second") == b"first"
    cache.make_stale(scopes()[:1])
    assert [answered(cache, scope, b"third") for scope in scopes()[:2]] == [b"third", b"first"]
    held = {node.port: keys_of(node) for node in cluster.nodes[:3]}
    # Nobody holds fewer than half of what would be fair.
    assert min(len(keys) for keys in held.values()) >= len(scopes()) / 6
    homes: dict[bytes, set[int]] = {}
    for port, keys in held.items():
        for key in keys:
            homes.setdefault(key[: key.index(b"}")], set()).add(port)
    assert all(len(ports) == 1 for ports in homes.values())


def keys_of(node: Any) -> list[bytes]:
    with node.client() as client:
        return list(client.keys("*"))


def test_a_replica_takes_over_from_a_master_that_is_killed(cache: AnswerCache, cluster: RedisCluster) -> None:
    scope, elsewhere = scopes()[0], scopes()[1:]
    answered(cache, scope, b"before")
    victim = cluster.master_of(scope.key("generation"))
    victim.kill()
    slowest = 0.0

    def kept_again() -> bool:
        nonlocal slowest
        began = time.monotonic()
        # Every request is answered meanwhile, if need be without the cache.
        answered(cache, scope, b"after")
        kept = answered(cache, scope, b"not this") != b"not this"
        slowest = max(slowest, (time.monotonic() - began) / 2)
        return kept

    eventually(kept_again, "the take-over")
    assert slowest < 3
    assert cluster.master_of(scope.key("generation")).port != victim.port
    for other in elsewhere:
        answered(cache, other, b"x")
        assert answered(cache, other, b"y") != b"y"
    victim.start()


def test_a_cluster_that_is_not_there_yet_costs_no_answer(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PAUSE_SECONDS", 0)
    nowhere = SecretStr(f"rediss://:secret@localhost:{free_port()}/0")
    client = connect(nowhere, certificates.ca_file, cluster=True)
    with pytest.raises(RedisError):
        client.ping()
    cache = AnswerCache(client)
    assert answered(cache, scopes()[0], b"computed") == b"computed"
    cache.make_stale(scopes()[:1])


def test_an_address_without_tls_is_refused() -> None:
    with pytest.raises(ValueError, match="rediss://"):
        connect(SecretStr("redis://localhost/0"), None)
