"""The job that sends an e-mail."""

from functools import partial

from app.domain.call import Call
from app.domain.errand import Errand, no_trace
from app.domain.models.service import Job


def send_email(call: Call, job: Job, *, to: str, subject: str, text: str) -> Errand[None]:
    return Errand(partial(call.outside.mail.send, to, subject, text, str(job.id)), no_trace)
