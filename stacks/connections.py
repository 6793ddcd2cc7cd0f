"""Connections: who opens how many to one server, in words and in sum, against what the server allows."""

from collections.abc import Mapping
from dataclasses import dataclass

from components.workloads.beat_size import BeatSize
from components.workloads.pod_resources import Rollout
from components.workloads.web_service_size import WebServiceSize
from components.workloads.worker_size import WorkerSize

# Of what a server allows, what the pools may plan with: the rest is for people, monitors and failovers.
PLANNED_PERCENT = 80


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """Pods of one workload that connect; `ending` are those that a rollout leaves to finish their work."""

    key: str
    pods: int
    surge: int
    ending: int
    per_pod: int
    per_ending_pod: int
    words: str

    @property
    def rolling(self) -> int:
        """The most connections in a rollout."""
        return (self.pods + self.surge) * self.per_pod

    @property
    def with_ending(self) -> int:
        """The most connections while pods of the former release still end."""
        return self.rolling + self.ending * self.per_ending_pod

    def __str__(self) -> str:
        return f"{self.key} {self.words} = {self.rolling}"


@dataclass(frozen=True, kw_only=True)
class Account:
    """All consumers of one server; `allows` is what it really takes, `because` says where that comes from.

    Of that `reserved` are for nobody but its administrators.
    """

    server: str
    allows: int
    because: str
    consumers: tuple[Consumer, ...]
    reserved: int = 0

    @property
    def planned(self) -> int:
        """The most that the pools may open in a rollout."""
        return self.allows * PLANNED_PERCENT // 100

    @property
    def rolling(self) -> int:
        """The most that they do open in a rollout."""
        return sum(consumer.rolling for consumer in self.consumers)

    @property
    def with_ending(self) -> int:
        """The same, while pods of the former release still end."""
        return sum(consumer.with_ending for consumer in self.consumers)

    @property
    def fits(self) -> bool:
        """Whether both are within what the server allows."""
        return self.rolling <= self.planned and self.with_ending <= self.allows - self.reserved

    @property
    def allowed(self) -> str:
        """The bounds, in words."""
        return (
            f"{self.planned} or fewer in a rollout ({PLANNED_PERCENT} % of {self.allows}, {self.because}), "
            f"{self.allows - self.reserved} or fewer with the pods that end"
        )

    def __str__(self) -> str:
        terms = "; ".join(map(str, self.consumers))
        return f"{self.server}: {terms}; in all {self.rolling}, {self.with_ending} with the pods that end"


@dataclass(frozen=True, kw_only=True)
class Workloads:
    """What runs, by name, each on its database."""

    web_services: Mapping[str, WebServiceSize]
    workers: Mapping[str, WorkerSize]
    beats: Mapping[str, BeatSize]


def one_pod(key: str, connections: int) -> Consumer:
    """Return a workload of one pod, which ends before the next one starts."""
    return Consumer(key=key, pods=1, surge=0, ending=0, per_pod=connections, per_ending_pod=0, words="1 pod")


def pods(most: int, rollout: Rollout) -> str:
    """Return so many pods of a workload in words, with those that a rollout adds."""
    return f"({most} + {rollout.max_surge}) pods" if rollout.max_surge else f"{most} pods"
