"""Linking one's account with a chat, and the job that writes to it."""

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.errand import Errand, no_trace
from app.domain.models.platform import TelegramLink, User
from app.domain.models.service import Job
from app.domain.problem import NotFound
from app.domain.shapes import Reply

telegram = Routes("platform", "/api/auth")

CODE_LIFETIME = timedelta(minutes=10)


class CodeReply(Reply):
    code: str
    expires_in_seconds: int


@telegram.add("POST", "/telegram", status=201, reply=CodeReply)
def ask_for_code(call: Call) -> CodeReply:
    """Get a code; whoever sends the bot `/start CODE` in time sees this account's bookings and posts."""
    if call.outside.messenger is None:
        raise NotFound("This installation has no bot.")
    code = secrets.token_urlsafe(16)
    new = {"code": code, "code_expires_at": datetime.now(UTC) + CODE_LIFETIME}
    row = insert(TelegramLink).values(user_id=call.me.user_id, **new)
    call.session.execute(row.on_conflict_do_update(index_elements=[TelegramLink.user_id], set_=new))
    return CodeReply(code=code, expires_in_seconds=int(CODE_LIFETIME.total_seconds()))


@telegram.add("DELETE", "/telegram", status=204)
def unlink(call: Call) -> None:
    """Have no chat see this account any more."""
    call.session.execute(delete(TelegramLink).where(TelegramLink.user_id == call.me.user_id))


def link(call: Call, chat_id: int, code: str) -> User | None:
    """Whose chat it is from now on, or None for a code that nobody has or had too long ago."""
    valid = (TelegramLink.code == code, TelegramLink.code_expires_at > datetime.now(UTC))
    found = call.session.scalar(select(TelegramLink).where(*valid).with_for_update())
    if found is None:
        return None
    # A chat is of one account.
    before = (TelegramLink.chat_id == chat_id, TelegramLink.user_id != found.user_id)
    call.session.execute(delete(TelegramLink).where(*before))
    found.chat_id, found.code, found.code_expires_at = chat_id, None, None
    return call.session.get_one(User, found.user_id)


def user_of(call: Call, chat_id: int) -> User | None:
    mine = select(User).join(TelegramLink, TelegramLink.user_id == User.id)
    return call.session.scalar(mine.where(TelegramLink.chat_id == chat_id))


def send_telegram(call: Call, job: Job, *, chat_id: int, text: str) -> Errand[None] | None:
    if call.outside.messenger is None:
        return None
    return Errand(partial(call.outside.messenger.send, chat_id, text), no_trace)
