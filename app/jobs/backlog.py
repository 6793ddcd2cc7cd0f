"""What waits and what failed for good, where the queues are lists on Redis; RabbitMQ says so itself."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
from redis import Redis
from redis.exceptions import RedisError

from app.domain.catalog import QUEUES
from app.jobs.configuration import queue_name
from app.jobs.dead_letters import list_name
from app.operability.cloudwatch import CloudWatch

log = logging.getLogger(__name__)

# The alarms on them are of the platform, which knows these names too.
NAMESPACE = "SoftFactory/Jobs"
EVERY_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """Jobs by queue."""

    waiting: Mapping[str, int]
    dead: Mapping[str, int]

    def metrics(self) -> dict[str, int]:
        """What CloudWatch is told: the sums."""
        return {"Waiting": sum(self.waiting.values()), "Dead": sum(self.dead.values())}


def backlog(broker: Redis, state: Redis, shape: str) -> Backlog:
    """Count them. Raises RedisError."""
    names = {queue: queue_name(shape, queue) for queue in QUEUES}
    return Backlog(
        waiting={name: int(str(broker.llen(name))) for name in names.values()},
        dead={name: int(str(state.llen(list_name(queue)))) for queue, name in names.items()},
    )


class BacklogReports:
    """Tells CloudWatch every minute; a minute that cannot be told is missing there, which is an alarm too."""

    def __init__(self, measure: Callable[[], Backlog | None], cloudwatch: CloudWatch, shape: str) -> None:
        self._measure = measure
        self._cloudwatch = cloudwatch
        self._shape = shape
        self._stopped = threading.Event()

    def start(self) -> threading.Thread:
        """Go on in a thread that ends with the process."""
        thread = threading.Thread(target=self._run, name="backlog", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """The report in hand is finished."""
        self._stopped.set()

    def report(self) -> None:
        try:
            if (found := self._measure()) is not None:
                self._cloudwatch.put(NAMESPACE, {"Shape": self._shape}, found.metrics())
        except (RedisError, httpx.HTTPError, OSError, LookupError, ValueError) as error:
            # By its kind: what it says may have an address with a password in it.
            log.warning("nobody hears of the backlog of this minute: %s", type(error).__name__)

    def _run(self) -> None:
        while True:
            self.report()
            if self._stopped.wait(EVERY_SECONDS):
                return
