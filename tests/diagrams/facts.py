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

    @property
    def workers(self) -> int:
        """The workers of all pods."""
        return self.pods * self.workers_per_pod


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
class Facts:
    """A platform, by the names of its parts."""

    databases: Mapping[str, Database]
    web_services: Mapping[str, WebService]
    budgets: Mapping[str, Budget]
    alarms: Mapping[str, Alarm]
