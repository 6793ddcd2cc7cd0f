"""WebServiceSize: what a phase chooses of one web service, and what could not run of it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.size import PositiveCount, Size, broken_rule
from components.workloads.app_process import PROCESSES, ProcessName
from components.workloads.pod_resources import PodResources, Rollout
from components.workloads.pool_size import PoolSize, WriterPoolSize

# Measured by the architecture's authors; the least that a request of memory has to leave for each worker.
WORKER_MIB = 150
# Which classes of worker serve an app of which framework.
CLASSES = {"flask": ("sync", "gevent"), "fastapi": ("uvicorn",)}


class AutoscalingSize(Size):
    """Between `replicas` and this many pods, by the CPU that they use of what they asked for."""

    max_replicas: PositiveCount
    cpu_percent: Annotated[
        int,
        Field(ge=50, le=80, description="a whole number from 50 to 80: above, a lost pod overloads the rest"),
    ]


class WebServiceSize(PodResources, Rollout):
    """One process of the app in so many pods of so many workers, on one database."""

    process: ProcessName
    database: str
    replicas: PositiveCount
    autoscaling: AutoscalingSize | None = None
    workers_per_pod: PositiveCount
    worker_class: Literal["sync", "gevent", "uvicorn"]
    worker_timeout_seconds: Annotated[
        int, Field(ge=1, le=300, description="a whole number of seconds from 1 to 300")
    ]
    pool: WriterPoolSize
    reader_pool: PoolSize | None = None

    @property
    def most_replicas(self) -> int:
        """The most pods outside a rollout."""
        return self.autoscaling.max_replicas if self.autoscaling else self.replicas

    @model_validator(mode="after")
    def _workers_fit(self) -> Self:
        least = self.workers_per_pod * WORKER_MIB
        if self.memory_request_mib < least:
            raise broken_rule(
                "memory_request_mib",
                self.memory_request_mib,
                f"{least} or more for {self.workers_per_pod} workers of {WORKER_MIB} MiB",
                "raise it or take fewer workers",
            )
        return self

    @model_validator(mode="after")
    def _the_class_serves_the_framework(self) -> Self:
        framework = PROCESSES[self.process].framework
        if self.worker_class not in CLASSES[framework]:
            raise broken_rule(
                "worker_class",
                self.worker_class,
                f"{' or '.join(CLASSES[framework])} for process {self.process}",
                f"it is an app of {framework}; take one of its classes",
            )
        return self

    @model_validator(mode="after")
    def _it_scales_upwards(self) -> Self:
        if self.most_replicas <= self.replicas and self.autoscaling:
            raise broken_rule(
                "autoscaling.max_replicas",
                self.autoscaling.max_replicas,
                f"more than replicas {self.replicas}",
                "raise it or remove autoscaling",
            )
        return self
