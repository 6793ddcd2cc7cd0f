"""Posts that go out when they are due."""

from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime
from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.models.sns_auto import Schedule
from app.domain.problem import Invalid
from app.domain.shapes import Body, ObjectId, Page, PageQuery, Reply, Text, page_of
from app.domain.sns_auto.posts import draft, queue_post

schedules = Routes("sns_auto", "/api/sns-auto")

HORIZON = timedelta(days=366)


class ScheduleReply(Reply):
    post_id: int
    due_at: datetime
    state: str


class NewSchedule(Body):
    account_id: ObjectId
    content: Text
    # Now or in the past means at once.
    due_at: AwareDatetime | None = None


@schedules.add("POST", "/schedule", status=202, body=NewSchedule, reply=ScheduleReply)
def schedule(call: Call, body: NewSchedule) -> ScheduleReply:
    """Have a text posted when it is due; the post's own address tells when it is out."""
    now = datetime.now(UTC)
    due_at = body.due_at or now
    if due_at > now + HORIZON:
        message = f"must be within {HORIZON.days} days"
        raise Invalid(f"due_at is {due_at}; it {message}.", errors=[{"field": "due_at", "message": message}])
    post = draft(call, body.account_id, body.content)
    at_once = due_at <= now
    state = "released" if at_once else "waiting"
    due = Schedule(user_id=post.user_id, post_id=post.id, due_at=due_at, state=state)
    call.session.add(due)
    if at_once:
        queue_post(call, post)
    else:
        post.status = "scheduled"
    call.location = f"/api/sns-auto/posts/{post.id}"
    return ScheduleReply.model_validate(due)


@schedules.add("GET", "/schedules", query=PageQuery, reply=Page[ScheduleReply])
def my_schedules(call: Call, query: PageQuery) -> Page[ScheduleReply]:
    rows = select(Schedule).where(Schedule.user_id == call.me.user_id).order_by(Schedule.due_at, Schedule.id)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[ScheduleReply.model_validate(due) for due in found], **numbers)
