"""The jobs of SNS Auto: publish one post, and release the posts that are due."""

from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select

from app.domain.call import Call
from app.domain.errand import Errand, no_trace
from app.domain.models.service import Job
from app.domain.models.sns_auto import Post, Schedule, SnsAccount
from app.domain.ports import OutsideRefusal
from app.domain.sns_auto.posts import POSTS, queue_post

# How many posts one round releases; the next round takes the rest.
RELEASED_AT_ONCE = 500


def post_to_sns(call: Call, job: Job, *, post_id: int) -> Errand[str] | None:
    post = call.session.get(Post, post_id)
    if post is None or post.status != "queued":
        return None
    account = call.session.get_one(SnsAccount, post.account_id)
    publish = partial(call.outside.sns.publish, account.platform, account.handle, post.content, str(job.id))
    return Errand(publish, partial(_published, post_id), partial(_refused, post_id))


def _published(post_id: int, call: Call, external_id: str) -> None:
    post = call.session.get(Post, post_id)
    if post is None:
        # Its account was removed meanwhile; what is out stays out.
        return
    post.external_id, post.status, post.published_at = external_id, "published", datetime.now(UTC)
    _changed(call, post)
    account = call.session.get_one(SnsAccount, post.account_id)
    if account.webhook_url:
        event = {"event": "post.published", "post_id": post.id, "external_id": external_id}
        call.later("send_webhook", url=account.webhook_url, content=event)


def _refused(post_id: int, call: Call, refusal: OutsideRefusal) -> None:
    post = call.session.get(Post, post_id)
    if post is not None:
        _fail(call, post, str(refusal))


def give_up_post(call: Call, job: Job, *, post_id: int) -> None:
    post = call.session.get(Post, post_id)
    if post is not None and post.status == "queued":
        _fail(call, post, job.error or "the platform did not answer")


def _fail(call: Call, post: Post, error: str) -> None:
    post.status, post.error = "failed", error[:500]
    _changed(call, post)


def _changed(call: Call, post: Post) -> None:
    post.updated_at = datetime.now(UTC)
    call.make_stale(POSTS, post.user_id)
    call.tell(post.user_id, f"post.{post.status}", post_id=post.id)


def send_webhook(call: Call, job: Job, *, url: str, content: dict[str, object]) -> Errand[None]:
    return Errand(partial(call.outside.webhooks.notify, url, content, str(job.id)), no_trace)


def release_due_posts(call: Call) -> None:
    """Queue the posts whose time has come; two rounds at once do not release the same."""
    due = (
        select(Schedule)
        .where(Schedule.state == "waiting", Schedule.due_at <= datetime.now(UTC))
        .order_by(Schedule.due_at)
        .limit(RELEASED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for schedule in call.session.scalars(due):
        schedule.state = "released"
        post = call.session.get_one(Post, schedule.post_id)
        if post.status == "scheduled":
            queue_post(call, post)
            call.make_stale(POSTS, post.user_id)
