"""BeatSize: what a phase chooses of the one pod that gives out the chores of a process."""

from components.workloads.app_process import ProcessName
from components.workloads.pod_resources import PodResources
from components.workloads.pool_size import WriterPoolSize

# The same in every phase: where it does chores itself, it does one at a time.
POOL = WriterPoolSize(size=1, max_overflow=1, recycle_seconds=3600)


class BeatSize(PodResources):
    """One pod, as two would give out every chore twice, or do it twice where there is no queue."""

    process: ProcessName
    database: str
