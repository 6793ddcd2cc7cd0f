"""Runs one job: its work and its end are one transaction, however often the job is delivered."""

import time
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dispatch.dispatcher import Dispatcher
from app.domain.catalog import CHORES, TASKS
from app.domain.models.service import Job
from app.operability.metrics import JOB_SECONDS, JOBS


class JobRunner:
    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._pools = dispatcher.pools

    def run(self, service: str, job_id: uuid.UUID) -> bool:
        """Do the job; False where it is done already or another worker is at it."""
        started = time.perf_counter()
        with self._pools.write_session(service) as session:
            job = self._claim(session, job_id)
            if job is None:
                return False
            call = self._dispatcher.call(service, session)
            TASKS[job.task].run(call, job, **job.arguments)
            job.state, job.error, job.updated_at = "done", None, datetime.now(UTC)
            task = job.task
            session.commit()
        JOBS.labels(task, "done").inc()
        JOB_SECONDS.labels(task).observe(time.perf_counter() - started)
        self._dispatcher.follow_up(call)
        return True

    def note_failure(self, service: str, job_id: uuid.UUID, error: str, retry_seconds: float) -> None:
        """Remember why an attempt failed, and when the next one is due."""
        with self._pools.write_session(service) as session:
            job = self._claim(session, job_id)
            if job is not None:
                job.attempts += 1
                job.error = error[:500]
                job.updated_at = datetime.now(UTC) + timedelta(seconds=retry_seconds)
                JOBS.labels(job.task, "retried").inc()
                session.commit()

    def give_up(self, service: str, job_id: uuid.UUID, error: str) -> None:
        """End a job that has failed for good, and let its owner see it."""
        with self._pools.write_session(service) as session:
            job = self._claim(session, job_id)
            if job is None:
                return
            job.attempts += 1
            job.state, job.error, job.updated_at = "dead", error[:500], datetime.now(UTC)
            call = self._dispatcher.call(service, session)
            if (give_up := TASKS[job.task].give_up) is not None:
                give_up(call, job, **job.arguments)
            task = job.task
            session.commit()
        JOBS.labels(task, "dead").inc()
        self._dispatcher.follow_up(call)

    def run_chore(self, service: str, name: str) -> None:
        with self._pools.write_session(service) as session:
            call = self._dispatcher.call(service, session)
            CHORES[name].run(call)
            session.commit()
        self._dispatcher.follow_up(call)

    def lost(self, service: str, older_than_seconds: float, limit: int = 500) -> list[tuple[str, uuid.UUID]]:
        """Jobs that wait for longer than any queue should take, with the time of their wait begun anew."""
        since = datetime.now(UTC) - timedelta(seconds=older_than_seconds)
        with self._pools.write_session(service) as session:
            waiting = select(Job).where(Job.state == "queued", Job.updated_at < since)
            rows = waiting.order_by(Job.updated_at).limit(limit).with_for_update(skip_locked=True)
            jobs = list(session.scalars(rows))
            for job in jobs:
                job.updated_at = datetime.now(UTC)
            session.commit()
            return [(job.task, job.id) for job in jobs]

    @staticmethod
    def _claim(session: Session, job_id: uuid.UUID) -> Job | None:
        # The lock is the lease: it ends with the worker's connection, also when the worker is killed.
        mine = select(Job).where(Job.id == job_id, Job.state == "queued").with_for_update(skip_locked=True)
        return session.scalar(mine)
