"""What the diagrams speak of, as a plain reading of a platform, whether recorded or deployed."""

from collections.abc import Mapping
from dataclasses import dataclass

# Where PagerDuty takes events.
PAGERDUTY = "https://events.pagerduty.com/"


@dataclass(frozen=True, kw_only=True)
class Database:
    """One primary and its replicas; the version is the major one, the storage in GiB."""

    engine: str
    version: str
    instance_class: str
    storage_gib: int
    multi_az: bool
    daily_backups: bool
    replica_classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebService:
    """One web service; workers are those of all its pods together."""

    port: int
    pods: int
    workers_per_pod: int
    worker_class: str
    worker_timeout_seconds: int
    pool_size: int
    pool_overflow: int
    pool_recycle_seconds: int
    reader_pool_size: int
    deadline_seconds: int
    max_unavailable: int

    @property
    def workers(self) -> int:
        """The workers of all pods."""
        return self.pods * self.workers_per_pod


# GiB that a cache node has for data and overhead together; what is reserved goes off it.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
NODE_GIB = {"cache.t4g.micro": 0.5, "cache.t4g.small": 1.37, "cache.t4g.medium": 3.09}


@dataclass(frozen=True, kw_only=True)
class Cache:
    """One Redis group: `replicas` are those of all shards, `reserved_percent` is what no data may use."""

    engine: str
    node_type: str
    shards: int
    replicas: int
    reserved_percent: int
    eviction_policy: str
    daily_snapshots: bool

    @property
    def usable_gb(self) -> float:
        """What all its shards together hold, in GB as the diagrams count."""
        return self.shards * NODE_GIB[self.node_type] * 1.073741824 * (100 - self.reserved_percent) / 100


@dataclass(frozen=True, kw_only=True)
class Broker:
    """One message broker."""

    engine: str
    deployment_mode: str


@dataclass(frozen=True, kw_only=True)
class SearchDomain:
    """One search domain; the version is the major one."""

    engine: str


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What a month may cost, in US dollars."""

    monthly_usd: int


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """What an alarm compares its metric with, and whether it reaches PagerDuty."""

    limit: float
    pages: bool


@dataclass(frozen=True, kw_only=True)
class Cdn:
    """One distribution, and how it keeps what it keeps by default."""

    price_class: str
    min_seconds: int
    max_seconds: int
    gzip: bool
    brotli: bool


@dataclass(frozen=True, kw_only=True)
class Workers:
    """One group of workers; `concurrency` is how many jobs each pod does at a time."""

    pods: int
    concurrency: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A platform, by the names of its parts."""

    databases: Mapping[str, Database]
    caches: Mapping[str, Cache]
    brokers: Mapping[str, Broker]
    search_domains: Mapping[str, SearchDomain]
    web_services: Mapping[str, WebService]
    workers: Mapping[str, Workers]
    budgets: Mapping[str, Budget]
    alarms: Mapping[str, Alarm]
    cdns: Mapping[str, Cdn]
