"""Signing up and in: passwords against tokens."""

import uuid
from typing import Annotated, cast

from pydantic import Field, SecretStr
from sqlalchemy import func, select

from app.domain.call import Call, Role, SessionMark
from app.domain.endpoint import Access, Routes
from app.domain.models.platform import User
from app.domain.problem import Conflict, Invalid, NotFound, Unauthenticated
from app.domain.shapes import Body, Line, Reply

accounts = Routes("platform", "/api/auth")

Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]


NewPassword = Annotated[SecretStr, Field(min_length=10, max_length=200)]


class Signup(Body):
    email: Email
    name: Line
    password: NewPassword


class Login(Body):
    email: Email
    password: Annotated[SecretStr, Field(max_length=200)]


class Refresh(Body):
    refresh_token: Annotated[str, Field(max_length=4000)]


class TokensReply(Reply):
    access_token: str
    refresh_token: str
    expires_in_seconds: int
    token_type: str = "Bearer"  # noqa: S105  the kind of token, no token


class PasswordChange(Body):
    password: Annotated[SecretStr, Field(max_length=200)]
    new_password: NewPassword


def _begun(call: Call, user: User) -> TokensReply:
    """The tokens of a new session."""
    mark = SessionMark(uuid.uuid4().hex, user.id, generation=0, epoch=user.session_epoch)
    call.credentials.sessions.begin(call.session, mark)
    return _tokens(call, user, mark)


def _tokens(call: Call, user: User, mark: SessionMark) -> TokensReply:
    return TokensReply.model_validate(call.credentials.issue(mark, cast(Role, user.role), user.name))


@accounts.add("POST", "/signup", access=Access.PUBLIC, status=201, body=Signup, reply=TokensReply)
def sign_up(call: Call, body: Signup) -> TokensReply:
    """Make an account."""
    if call.session.scalar(select(User.id).where(User.email == body.email.lower())):
        raise Conflict(f"There is an account for {body.email} already; sign in instead.")
    password_hash = call.credentials.hash(body.password.get_secret_value())
    user = User(email=body.email.lower(), name=body.name, password_hash=password_hash, role="user")
    call.session.add(user)
    call.session.flush()
    call.later(
        "send_email", to=user.email, subject="Welcome to SoftFactory",
        text=f"Hello {user.name},\n\nyour account is ready.",
    )  # fmt: skip
    return _begun(call, user)


@accounts.add("POST", "/login", access=Access.PUBLIC, body=Login, reply=TokensReply)
def log_in(call: Call, body: Login) -> TokensReply:
    """Sign in with a password."""
    user = call.session.scalar(select(User).where(User.email == func.lower(body.email)))
    known = user.password_hash if user else None
    if not call.credentials.matches(known, body.password.get_secret_value()) or user is None:
        raise Unauthenticated("The e-mail address or the password is wrong.")
    return _begun(call, user)


@accounts.add("POST", "/refresh", access=Access.PUBLIC, body=Refresh, reply=TokensReply)
def refresh(call: Call, body: Refresh) -> TokensReply:
    """Get new tokens for a refresh token, which works once: used again, it ends its session."""
    mark = call.credentials.mark_of(body.refresh_token)
    call.credentials.sessions.renew(call.session, mark)
    user = call.session.get(User, mark.user_id)
    if user is None or user.session_epoch != mark.epoch:
        raise Unauthenticated("This session is over; sign in again.")
    return _tokens(call, user, mark.next)


@accounts.add("POST", "/logout", access=Access.PUBLIC, status=204, body=Refresh)
def log_out(call: Call, body: Refresh) -> None:
    """End a session; its last access token works for some minutes more."""
    call.credentials.sessions.end(call.session, call.credentials.mark_of(body.refresh_token))


@accounts.add("PUT", "/password", body=PasswordChange, reply=TokensReply)
def change_password(call: Call, body: PasswordChange) -> TokensReply:
    """Choose another password, which ends every session of the account and begins a new one."""
    user = call.session.get(User, call.me.user_id, with_for_update=True)
    if user is None:
        raise NotFound("This account is gone.")
    if not call.credentials.matches(user.password_hash, body.password.get_secret_value()):
        # Not 401: who asks is signed in, and would sign in again for nothing.
        message = "is not your present password"
        raise Invalid(f"password {message}.", errors=[{"field": "password", "message": message}])
    user.password_hash = call.credentials.hash(body.new_password.get_secret_value())
    user.session_epoch += 1
    return _begun(call, user)


@accounts.add("POST", "/demo", access=Access.PUBLIC, reply=TokensReply)
def demo(call: Call) -> TokensReply:
    """Get a token that may look at everything public and change nothing."""
    return TokensReply.model_validate(call.credentials.demo())
