"""Jobs without a queue, as in phase 1: done before the request is answered."""

import logging
import uuid
from collections.abc import Callable

from app.domain.call import Call
from app.domain.ports import OutsideError
from app.jobs.runner import JobRunner

log = logging.getLogger(__name__)


class InlineJobs:
    """`runner` is asked for at the first job, as it needs what this is a part of."""

    def __init__(self, runner: Callable[[], JobRunner]) -> None:
        self._runner = runner

    def after(self, call: Call) -> None:
        for job in call.jobs:
            self.perform(job.task, call.service, job.id)

    def perform(self, task: str, service: str, job_id: uuid.UUID) -> None:
        try:
            self._runner().run(service, job_id)
        except Exception as error:
            if not isinstance(error, OutsideError):
                log.exception("the job %s failed", task)
            self._runner().give_up(service, job_id, str(error))
