"""What a phase has of databases, caches, brokers and searches, read from the same file as its deployment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).parents[2]
KEY = "softfactory:phase"


class UnknownPhase(ValueError):
    """There is no such phase."""


@dataclass(frozen=True)
class Web:
    """How many processes serve the web in one pod, and of which kind."""

    workers: int
    worker_class: str
    timeout_seconds: int


@dataclass(frozen=True)
class Group:
    """A group of Redis nodes; with more than one shard it is a cluster."""

    shards: int
    replicas_per_shard: int
    eviction_policy: str
    # What may be forgotten is a cache, the rest is state.
    state: bool


@dataclass(frozen=True)
class Phase:
    # Database -> number of its replicas.
    databases: Mapping[str, int]
    caches: Mapping[str, Group]
    broker: bool
    search: bool
    web: Web

    @property
    def split(self) -> bool:
        """Whether the services have databases of their own."""
        return len(self.databases) > 1


def names() -> list[str]:
    return sorted(path.name.split(".")[1] for path in CHECKOUT.glob("Pulumi.*.yaml"))


def read(name: str) -> Phase:
    if name not in names():
        raise UnknownPhase(f"there is no phase {name!r}; there are {', '.join(names())}")
    document = yaml.safe_load((CHECKOUT / f"Pulumi.{name}.yaml").read_text())
    phase: dict[str, Any] = document["config"][KEY]
    web = phase["web_services"]["platform"]
    return Phase(
        databases={key: size["replicas"] for key, size in phase["databases"].items()},
        caches={key: _group(size) for key, size in phase["caches"].items()},
        broker=bool(phase["brokers"]),
        search=bool(phase["search_domains"]),
        web=Web(web["workers_per_pod"], web["worker_class"], web["worker_timeout_seconds"]),
    )


def _group(size: Mapping[str, Any]) -> Group:
    return Group(
        size["shards"], size["replicas_per_shard"], size["eviction_policy"], state=size["holds"] == "state"
    )
