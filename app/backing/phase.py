"""What a phase has of databases, caches, brokers and searches, read from the same file as its deployment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).parents[2]
KEY = "softfactory:phase"
# What the diagrams draw, until the phase files say it: group -> (shards, replicas); broker; search.
DRAWN: Mapping[str, tuple[Mapping[str, tuple[int, int]], bool, bool]] = {
    "phase1": ({"cache": (1, 0)}, False, False),
    "phase2": ({"cache": (1, 0), "state": (1, 0)}, False, False),
    "phase3": ({"state": (1, 0), "cache-cluster": (3, 1)}, True, True),
}


class UnknownPhase(ValueError):
    """There is no such phase."""


@dataclass(frozen=True)
class Web:
    """How many processes serve the web in one pod, and of which kind."""

    workers: int
    worker_class: str
    timeout_seconds: int


@dataclass(frozen=True)
class Phase:
    # Database -> number of its replicas.
    databases: Mapping[str, int]
    # Group -> (shards, replicas of each); what is not in cluster mode has one shard.
    caches: Mapping[str, tuple[int, int]]
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
    caches, broker, search = DRAWN[name]
    web = phase["web_services"]["platform"]
    return Phase(
        databases={key: size["replicas"] for key, size in phase["databases"].items()},
        caches={key: _shards(size) for key, size in phase["caches"].items()} if "caches" in phase else caches,
        broker=bool(phase.get("brokers", broker)),
        search=bool(phase.get("search_domains", search)),
        web=Web(web["workers_per_pod"], web["worker_class"], web["worker_timeout_seconds"]),
    )


def _shards(size: Mapping[str, Any]) -> tuple[int, int]:
    return size.get("shards", 1), size.get("replicas_per_shard", size.get("replicas", 0))
