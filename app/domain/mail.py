"""The job that sends an e-mail."""

from app.domain.call import Call
from app.domain.models.service import Job
from app.domain.ports import OutsideError, OutsideRefusal


def send_email(call: Call, job: Job, *, to: str, subject: str, text: str) -> None:
    try:
        call.outside.mail.send(to, subject, text, str(job.id))
    except OutsideRefusal as refusal:
        raise OutsideError(f"the mail server refused: {refusal}") from refusal
