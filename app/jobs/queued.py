"""Jobs put on the queue after the commit; what the broker does not take stays in the table, for the sweep."""

import logging
import time
import uuid

from celery import Celery
from kombu.exceptions import OperationalError

from app.domain.call import Call

log = logging.getLogger(__name__)

# After a failure the broker is left alone for so long, or every request would wait for its time-out.
PAUSE_SECONDS = 2.0


class QueuedJobs:
    def __init__(self, celery: Celery) -> None:
        self._celery = celery
        self._paused_until = 0.0

    def after(self, call: Call) -> None:
        for job in call.jobs:
            self.publish(job.task, call.service, job.id)

    def publish(self, task: str, service: str, job_id: uuid.UUID) -> bool:
        if time.monotonic() < self._paused_until:
            return False
        try:
            # Nobody reads the result: without this each process would listen for it, and fail when it cannot.
            self._celery.send_task(task, args=(service, str(job_id)), task_id=str(job_id), ignore_result=True)
        except (OperationalError, OSError) as error:
            log.warning("the broker does not take jobs, they wait in the table: %s", type(error).__name__)
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            return False
        return True
