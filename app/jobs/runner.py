"""Runs one job, however often it is delivered: claimed, done outside, and recorded once."""

import time
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select

from app.dispatch.dispatcher import Dispatcher
from app.domain.call import Call
from app.domain.catalog import CHORES, TASKS
from app.domain.models.service import Job
from app.jobs.configuration import HARD_LIMIT_SECONDS
from app.operability.metrics import JOB_SECONDS, JOB_WAIT, JOBS

# Nobody is at a job for longer: the worker ends who is.
LEASE = timedelta(seconds=HARD_LIMIT_SECONDS)
# Of an attempt.
OUTCOMES = ("done", "retried", "dead")


class JobRunner:
    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def run(self, service: str, job_id: uuid.UUID, *, take_over: bool = False) -> bool:
        """Do the job; False where it is done already or another worker is at it.

        `take_over` does it all the same where another worker may be at it. Should that one live, both ask
        outside under the same key, and one of them records it.
        """
        started = time.perf_counter()
        with self._dispatcher.transaction(service) as call:
            job = self._claim(call, job_id, take_over=take_over)
            if job is None:
                return False
            task = job.task
            if not job.attempts and not take_over:
                waited = datetime.now(UTC) - job.created_at
                JOB_WAIT.labels(task).observe(max(0.0, waited.total_seconds()))
            errand = TASKS[task].run(call, job, **job.arguments)
            if errand is None:
                self._end(job)
            else:
                job.leased_until = datetime.now(UTC) + LEASE
        if errand is not None:
            # No transaction and no connection is held meanwhile.
            record = errand.run()
            with self._dispatcher.transaction(service) as call:
                job = call.session.scalar(self._unfinished(job_id).with_for_update())
                if job is None:
                    return False
                record(call)
                self._end(job)
        JOBS.labels(task, "done").inc()
        JOB_SECONDS.labels(task).observe(time.perf_counter() - started)
        return True

    def note_failure(self, service: str, job_id: uuid.UUID, error: str, retry_seconds: float) -> None:
        """Remember why an attempt failed, and when the next one is due."""
        with self._dispatcher.transaction(service) as call:
            job = self._claim(call, job_id, take_over=True)
            if job is not None:
                job.attempts += 1
                job.error, job.leased_until = error[:500], None
                job.updated_at = datetime.now(UTC) + timedelta(seconds=retry_seconds)
                JOBS.labels(job.task, "retried").inc()

    def give_up(self, service: str, job_id: uuid.UUID, error: str) -> None:
        """End a job that has failed for good, and let its owner see it."""
        with self._dispatcher.transaction(service) as call:
            job = self._claim(call, job_id, take_over=True)
            if job is None:
                return
            job.attempts += 1
            job.state, job.error, job.updated_at = "dead", error[:500], datetime.now(UTC)
            if (give_up := TASKS[job.task].give_up) is not None:
                give_up(call, job, **job.arguments)
            JOBS.labels(job.task, "dead").inc()

    def run_chore(self, service: str, name: str) -> None:
        with self._dispatcher.transaction(service) as call:
            CHORES[name].run(call)

    def lost(self, service: str, older_than_seconds: float, limit: int = 500) -> list[tuple[str, uuid.UUID]]:
        """Jobs that wait for longer than any queue should take, with the time of their wait begun anew."""
        now = datetime.now(UTC)
        since = now - timedelta(seconds=older_than_seconds)
        with self._dispatcher.transaction(service) as call:
            waiting = select(Job).where(Job.state == "queued", Job.updated_at < since, _free(now))
            rows = waiting.order_by(Job.updated_at).limit(limit).with_for_update(skip_locked=True)
            jobs = list(call.session.scalars(rows))
            for job in jobs:
                job.updated_at = now
            return [(job.task, job.id) for job in jobs]

    @staticmethod
    def _unfinished(job_id: uuid.UUID) -> Select[tuple[Job]]:
        return select(Job).where(Job.id == job_id, Job.state == "queued")

    def _claim(self, call: Call, job_id: uuid.UUID, *, take_over: bool) -> Job | None:
        mine = self._unfinished(job_id)
        if not take_over:
            mine = mine.where(_free(datetime.now(UTC)))
        return call.session.scalar(mine.with_for_update(skip_locked=True))

    @staticmethod
    def _end(job: Job) -> None:
        job.state, job.error, job.updated_at = "done", None, datetime.now(UTC)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(Job.leased_until.is_(None), Job.leased_until < now)
