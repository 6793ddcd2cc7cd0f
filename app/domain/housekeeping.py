"""The chores that delete what nobody needs any more."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from app.domain.call import Call
from app.domain.models.platform import UserSession
from app.domain.models.service import IdempotencyKey, Job
from app.domain.models.sns_auto import Post

# For so long a repeated request gets its first answer.
KEPT_KEYS = timedelta(days=1)
KEPT_JOBS = timedelta(days=7)
KEPT_DRAFTS = timedelta(days=90)


def clean_up(call: Call) -> None:
    now = datetime.now(UTC)
    call.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT_KEYS))
    call.session.execute(delete(Job).where(Job.state == "done", Job.updated_at < now - KEPT_JOBS))


def clean_up_sessions(call: Call) -> None:
    call.session.execute(delete(UserSession).where(UserSession.expires_at < datetime.now(UTC)))


def clean_up_drafts(call: Call) -> None:
    forgotten = (Post.status == "draft", Post.updated_at < datetime.now(UTC) - KEPT_DRAFTS)
    call.session.execute(delete(Post).where(*forgotten))
