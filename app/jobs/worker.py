"""The Celery app of one shape: its tasks, their retries, and what happens when no retry is left."""

import logging
import uuid
from collections.abc import Callable
from typing import Any

from celery import Celery, Task
from celery.exceptions import MaxRetriesExceededError
from celery.utils.time import get_exponential_backoff_interval

from app.domain.catalog import TASKS
from app.jobs.configuration import BACKOFF_LIMIT_SECONDS, RETRIES, SWEEP_SECONDS, configuration
from app.jobs.dead_letters import DeadLetterList
from app.jobs.queued import QueuedJobs
from app.jobs.runner import OUTCOMES, JobRunner
from app.operability.metrics import JOBS
from app.settings import Settings

log = logging.getLogger(__name__)


def celery_client(settings: Settings, shape: str) -> Celery:
    """A Celery app that puts jobs on the queue and runs none."""
    celery = Celery(shape, set_as_current=False)
    celery.conf.update(configuration(settings, shape))
    return celery


def celery_init_app(
    settings: Settings, shape: str, runner: Callable[[], JobRunner], dead_letters: DeadLetterList | None
) -> Celery:
    """The Celery app of a worker; `runner` is asked for in the process that runs the jobs."""
    celery = celery_client(settings, shape)
    celery.set_default()
    queued = QueuedJobs(celery)

    def perform(self: Any, service: str, job: str) -> None:
        job_id = uuid.UUID(job)
        try:
            # Given again, the one who had it is gone, or as good as gone.
            runner().run(service, job_id, take_over=bool(self.request.delivery_info.get("redelivered")))
        except Exception as error:
            _retry(self, service, job_id, error)

    def _retry(self: Any, service: str, job_id: uuid.UUID, error: Exception) -> None:
        wait = get_exponential_backoff_interval(
            factor=1, retries=self.request.retries, maximum=BACKOFF_LIMIT_SECONDS, full_jitter=True
        )
        reason = f"{type(error).__name__}: {error}"
        log.warning("%s failed, attempt %d: %s", self.name, self.request.retries + 1, reason)
        if self.request.retries >= RETRIES:
            runner().give_up(service, job_id, reason)
            if dead_letters is not None:
                queue = TASKS[self.name].queue
                dead_letters.add(queue, self.name, service, str(job_id), reason)
            raise MaxRetriesExceededError(reason) from error
        runner().note_failure(service, job_id, reason, wait)
        raise self.retry(exc=error, countdown=wait)

    def chore(service: str, name: str) -> None:
        runner().run_chore(service, name)

    def sweep(service: str) -> None:
        for task, job_id in runner().lost(service, SWEEP_SECONDS):
            queued.publish(task, service, job_id)

    for name in TASKS:
        # From the start, or nobody would see the first of them as a rise.
        for outcome in OUTCOMES:
            JOBS.labels(name, outcome)
        celery.task(perform, name=name, bind=True, base=Task, max_retries=None, shared=False)
    celery.task(chore, name="chore", shared=False)
    celery.task(sweep, name="sweep", shared=False)
    return celery
