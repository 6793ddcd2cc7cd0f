"""WorkloadSections: the sections of a phase about what runs and what it runs on, and what goes together."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self, get_args

from pydantic import Field, model_validator

from components.data.postgres_size import PostgresSize
from components.data.rabbit_broker import RabbitSize
from components.data.redis_size import RedisSize
from components.size import Size, broken_rule
from components.workloads.app_process import ProcessName, QueueName
from components.workloads.beat_size import BeatSize
from components.workloads.gateway_size import GatewaySize
from components.workloads.monitoring_size import MonitoringSize
from components.workloads.web_service_size import WebServiceSize
from components.workloads.worker_size import WorkerSize
from stacks.broker_connections import broker_accounts
from stacks.connections import Workloads
from stacks.gateway_routes import ROUTES
from stacks.pools import accounts
from stacks.promotion_size import PromotionSize, as_used

# A name ends up in identifiers of AWS and Kubernetes, with a suffix behind it.
Name = Annotated[
    str,
    Field(
        pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=32,
        description="lower-case words with hyphens, up to 32",
    ),
]


class WorkloadSections(Size):
    """Whatever has connections, and whatever they go to."""

    databases: Annotated[
        Mapping[Name, PostgresSize], Field(min_length=1, description="one database or more by name")
    ]
    caches: Annotated[
        Mapping[Name, RedisSize], Field(min_length=1, description="one Redis group or more by name")
    ]
    brokers: Annotated[Mapping[Name, RabbitSize], Field(description="brokers by name, {} for none")]
    web_services: Annotated[
        Mapping[Name, WebServiceSize], Field(min_length=1, description="one service or more by name")
    ]
    workers: Annotated[Mapping[Name, WorkerSize], Field(description="groups of workers by name, or {}")]
    beats: Annotated[Mapping[Name, BeatSize], Field(min_length=1, description="one beat or more by name")]
    promotion: PromotionSize | None = None
    gateway: GatewaySize | None = None
    monitoring: MonitoringSize | None = None

    @model_validator(mode="after")
    def _the_gateway_has_what_it_routes_to(self) -> Self:
        if self.gateway is None:
            return self
        served = {size.process for size in self.web_services.values()}
        if served != ROUTES.keys():
            raise broken_rule(
                "gateway",
                f"a gateway before {_listed(served)}",
                f"one before {_listed(ROUTES)}, which it routes to",
                "remove it, or serve each of these",
            )
        if not any(cache.holds == "state" for cache in self.caches.values()):
            raise broken_rule(
                "gateway",
                "a gateway",
                "none without a Redis that holds state, in which its pods count together",
                "remove it, or add such a group to caches",
            )
        return self

    @model_validator(mode="after")
    def _workloads_have_their_databases(self) -> Self:
        for section in ("web_services", "workers", "beats"):
            for name, size in getattr(self, section).items():
                if size.database not in self.databases:
                    raise broken_rule(
                        f"{section}.{name}.database",
                        size.database,
                        ", ".join(self.databases),
                        "name one of the phase's databases",
                    )
                if size.database != self.processes()[size.process]:
                    raise broken_rule(
                        f"{section}.{name}.database",
                        size.database,
                        f"{self.processes()[size.process]}, which process {size.process} has elsewhere",
                        "give a process one database",
                    )
        return self

    @model_validator(mode="after")
    def _replicas_are_read_by_a_pool(self) -> Self:
        for name, size in self.web_services.items():
            replicas = self.databases[size.database].replicas
            if (size.reader_pool is None) is not (replicas == 0):
                raise broken_rule(
                    f"web_services.{name}.reader_pool",
                    "nothing" if size.reader_pool is None else "a pool",
                    f"{'a pool' if replicas else 'no such key'}, as {size.database} has {replicas} replicas",
                    "add the pool" if replicas else "remove it",
                )
        return self

    @model_validator(mode="after")
    def _jobs_are_given_out_and_done(self) -> Self:
        served, worked, given = (
            {size.process for size in group.values()}
            for group in (self.web_services, self.workers, self.beats)
        )
        if given != served:
            raise broken_rule(
                "beats",
                f"beats for {_listed(given)}",
                f"one for each process that serves: {_listed(served)}",
                "add the beat or remove it",
            )
        queued = bool(self.brokers) or any(cache.holds == "state" for cache in self.caches.values())
        if worked != (served if queued else set()):
            raise broken_rule(
                "workers",
                f"workers for {_listed(worked)}",
                f"some for each process that serves: {_listed(served)}"
                if queued
                else "none: without a broker and a Redis that holds state, jobs are done in their request",
                "add the workers or remove them",
            )
        for process in worked:
            groups = [size for size in self.workers.values() if size.process == process]
            queues = {queue for size in groups for queue in size.queues}
            if missing := sorted(set(get_args(QueueName)) - queues):
                raise broken_rule(
                    "workers",
                    f"nobody who works on {_listed(missing)} of {process}",
                    "every queue of a process in the queues of a group of its workers",
                    "add it to queues: what is put on it would stay there",
                )
        return self

    @model_validator(mode="after")
    def _connections_fit(self) -> Self:
        in_the_end = {name: name for name in self.databases}
        for key, used in (("databases", in_the_end), ("promotion", self._before_any_cut_over())):
            for account in accounts(self.databases, self.workloads(used)):
                if not account.fits:
                    raise broken_rule(
                        key,
                        str(account),
                        account.allowed,
                        "lower pools, workers or max_surge, or take a larger class",
                    )
        for account in broker_accounts(self.brokers, self.workloads(in_the_end)):
            if not account.fits:
                raise broken_rule(
                    "brokers",
                    str(account),
                    account.allowed,
                    "lower replicas, concurrency or max_surge, or take a larger type",
                )
        return self

    @model_validator(mode="after")
    def _where_several_are_grown_from_one_it_is_named(self) -> Self:
        got = self.promotion.database if self.promotion else None
        if len(self.databases) == 1 and got is not None:
            raise broken_rule(
                "promotion", got, "no such key with one database: nothing is moved", "remove it"
            )
        if len(self.databases) > 1 and got not in self.databases:
            raise broken_rule(
                "promotion.database",
                got or "nothing",
                ", ".join(self.databases),
                "name the one in which all data is before it is moved to the others",
            )
        return self

    def _before_any_cut_over(self) -> dict[str, str]:
        """The database that serves the users of each, while all are still on one."""
        return {name: self.promotion.database if self.promotion else name for name in self.databases}

    def workloads(self, used: Mapping[str, str]) -> Workloads:
        """Return what runs while `used` has, for each database, the one that serves its users."""
        return Workloads(
            web_services=as_used(self.web_services, used, self.promotion),
            workers={
                name: size.model_copy(update={"database": used[size.database]})
                for name, size in self.workers.items()
            },
            beats={
                name: size.model_copy(update={"database": used[size.database]})
                for name, size in self.beats.items()
            },
        )

    @property
    def queues_on_redis(self) -> bool:
        """Whether jobs wait on the Redis that keeps state, and not on a broker, or are done at once."""
        return bool(self.workers) and not self.brokers

    def processes(self) -> dict[ProcessName, str]:
        """Return the processes of the app that run, and the database of each."""
        sections = (self.web_services, self.workers, self.beats)
        sizes = [size for section in sections for size in section.values()]
        return {size.process: size.database for size in reversed(sizes)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
