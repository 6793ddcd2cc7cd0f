"""WorkerSize: what a phase chooses of one group of Celery workers."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components.size import PositiveCount, broken_rule
from components.workloads.app_process import ProcessName, QueueName
from components.workloads.pod_resources import PodResources, Rollout
from components.workloads.pool_size import WriterPoolSize

# The parent of the children, with the app loaded.
PARENT_MIB = 128
# What a child adds to what it shares: 16 of them took 381 MiB in all without work, and work takes more.
CHILD_MIB = 48


class WorkerSize(PodResources, Rollout):
    """So many pods of so many children, one job each; they read the primary, as a job follows a write."""

    process: ProcessName
    database: str
    queues: Annotated[
        tuple[QueueName, ...], Field(min_length=1, description="a list of sns, email, background, crawl, ai")
    ]
    replicas: PositiveCount
    concurrency: PositiveCount
    pool: WriterPoolSize

    @model_validator(mode="after")
    def _children_fit(self) -> Self:
        least = PARENT_MIB + self.concurrency * CHILD_MIB
        if self.memory_request_mib < least:
            raise broken_rule(
                "memory_request_mib",
                self.memory_request_mib,
                f"{least} or more for {self.concurrency} children of {CHILD_MIB} MiB",
                "raise it or lower concurrency",
            )
        return self

    @model_validator(mode="after")
    def _each_queue_once(self) -> Self:
        if len(set(self.queues)) < len(self.queues):
            raise broken_rule("queues", ", ".join(self.queues), "each once", "remove what is double")
        return self
