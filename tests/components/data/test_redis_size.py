from typing import Any

import pytest
from pydantic import ValidationError

from components.data.redis_size import RedisSize

CACHE: dict[str, Any] = {
    "holds": "cache",
    "node_type": "cache.t4g.small",
    "shards": 1,
    "replicas_per_shard": 0,
    "automatic_failover": False,
    "eviction_policy": "allkeys-lru",
    "reserved_memory_percent": 25,
    "snapshot_days": 0,
    "log_retention_days": 7,
    "protected": False,
}
STATE: dict[str, Any] = {
    **CACHE,
    "holds": "state",
    "node_type": "cache.t4g.medium",
    "replicas_per_shard": 1,
    "automatic_failover": True,
    "eviction_policy": "noeviction",
    "reserved_memory_percent": 15,
    "snapshot_days": 7,
    "protected": True,
}
CLUSTER: dict[str, Any] = {**CACHE, "shards": 3, "replicas_per_shard": 1, "automatic_failover": True}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {**STATE, "eviction_policy": "allkeys-lru"},
            "eviction_policy: got allkeys-lru; allowed: noeviction where it holds state: when memory is "
            "full, eviction deletes queues and sessions; set noeviction",
        ),
        ({**STATE, "eviction_policy": "volatile-lru"}, "allowed: noeviction where it holds state"),
        (
            {**CACHE, "eviction_policy": "noeviction"},
            "eviction_policy: got noeviction; allowed: allkeys-lru or volatile-lru where it holds a cache",
        ),
        (
            {**STATE, "shards": 3},
            "shards: got 3; allowed: 1 where it holds state: Celery speaks to no cluster, as broker",
        ),
        ({**STATE, "snapshot_days": 0}, "snapshot_days: got 0; allowed: 1 to 35 where it holds state"),
        (
            {**CLUSTER, "replicas_per_shard": 0},
            "replicas_per_shard: got 0; allowed: 1 to 5 with 3 shards: a cluster without one of its shards",
        ),
        (
            {**CLUSTER, "automatic_failover": False},
            "automatic_failover: got false; allowed: true with 3 shards: ElastiCache makes no cluster",
        ),
        (
            {**CACHE, "automatic_failover": True},
            "automatic_failover: got true; allowed: false with 0 replicas_per_shard: no other node",
        ),
        ({**CACHE, "node_type": "cache.t2.small"}, "node_type"),
        ({**CACHE, "shards": 0}, "shards"),
        ({**CACHE, "replicas_per_shard": 6}, "replicas_per_shard"),
    ],
)
def test_a_size_that_would_lose_data_or_be_refused_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        RedisSize.model_validate(values)


@pytest.mark.parametrize("values", [CACHE, STATE, CLUSTER, {**CACHE, "eviction_policy": "volatile-lru"}])
def test_others_are_taken(values: dict[str, Any]) -> None:
    assert RedisSize.model_validate(values).clustered == (values["shards"] > 1)
