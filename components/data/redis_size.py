"""RedisSize: what a phase chooses of one Redis group, and what ElastiCache or its users could not bear."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from components.instance_types import CacheNodeType
from components.log_retention import LogRetentionDays
from components.size import Size, broken_rule

_NO_AOF = (
    "ElastiCache has no append-only file (appendonly and appendfsync are not supported); "
    "snapshot_days keeps daily snapshots, and a replica has every write within moments"
)


class RedisSize(Size):
    """`holds` says what may be lost: a cache is filled again, state (jobs, sessions, results) is not."""

    refused: ClassVar[Mapping[str, str]] = {
        "aof": _NO_AOF,
        "appendonly": _NO_AOF,
        "appendfsync": _NO_AOF,
        "persistence": _NO_AOF,
        "cluster_mode": "it follows from shards, more than one of which are a cluster",
        "transit_encryption": "every connection is encrypted and authenticated",
    }

    holds: Literal["cache", "state"]
    node_type: CacheNodeType
    shards: Annotated[int, Field(ge=1, le=90, description="a whole number from 1 to 90, a cluster from 2 on")]
    replicas_per_shard: Annotated[int, Field(ge=0, le=5, description="a whole number from 0 to 5")]
    automatic_failover: Annotated[
        bool, Field(description="true (a replica in another zone takes over) or false")
    ]
    eviction_policy: Literal["allkeys-lru", "volatile-lru", "noeviction"]
    reserved_memory_percent: Annotated[int, Field(ge=0, le=50, description="a whole number from 0 to 50")]
    snapshot_days: Annotated[int, Field(ge=0, le=35, description="a whole number of days from 0 to 35")]
    log_retention_days: LogRetentionDays
    protected: Annotated[bool, Field(description="true (refuses deletion) or false")]

    @property
    def clustered(self) -> bool:
        """Whether it is a cluster, whose clients must know the protocol of one."""
        return self.shards > 1

    @model_validator(mode="after")
    def _eviction_suits_what_it_holds(self) -> Self:
        if self.holds == "state" and self.eviction_policy != "noeviction":
            raise broken_rule(
                "eviction_policy",
                self.eviction_policy,
                "noeviction where it holds state: when memory is full, eviction deletes queues and sessions",
                "set noeviction, or give the cache a group of its own",
            )
        if self.holds == "cache" and self.eviction_policy == "noeviction":
            raise broken_rule(
                "eviction_policy",
                self.eviction_policy,
                "allkeys-lru or volatile-lru where it holds a cache, which would refuse writes once full",
                "set allkeys-lru, or say that it holds state",
            )
        return self

    @model_validator(mode="after")
    def _state_is_kept(self) -> Self:
        if self.holds != "state":
            return self
        if self.clustered:
            raise broken_rule(
                "shards",
                self.shards,
                "1 where it holds state: Celery speaks to no cluster, as broker or for its results",
                "set shards to 1 and take a larger node_type",
            )
        if not self.snapshot_days:
            raise broken_rule("snapshot_days", 0, "1 to 35 where it holds state", "raise snapshot_days")
        return self

    @model_validator(mode="after")
    def _failover_has_somewhere_to_go(self) -> Self:
        if self.clustered and not self.replicas_per_shard:
            raise broken_rule(
                "replicas_per_shard",
                0,
                f"1 to 5 with {self.shards} shards: a cluster without one of its shards answers nothing",
                "raise replicas_per_shard",
            )
        if self.clustered and not self.automatic_failover:
            raise broken_rule(
                "automatic_failover",
                "false",
                f"true with {self.shards} shards: ElastiCache makes no cluster without it",
                "set it to true",
            )
        if self.automatic_failover and not self.replicas_per_shard:
            raise broken_rule(
                "automatic_failover",
                "true",
                "false with 0 replicas_per_shard: no other node could take over",
                "raise replicas_per_shard or set it to false",
            )
        return self
