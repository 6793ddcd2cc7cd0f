"""Signing up and in: passwords against tokens."""

from typing import Annotated, cast

from pydantic import Field, SecretStr
from sqlalchemy import func, select

from app.domain.call import Call, Role
from app.domain.endpoint import Access, Routes
from app.domain.models.platform import User
from app.domain.problem import Conflict, Unauthenticated
from app.domain.shapes import Body, Line, Reply

accounts = Routes("platform", "/api/auth")

Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]


class Signup(Body):
    email: Email
    name: Line
    password: Annotated[SecretStr, Field(min_length=10, max_length=200)]


class Login(Body):
    email: Email
    password: Annotated[SecretStr, Field(max_length=200)]


class Refresh(Body):
    refresh_token: Annotated[str, Field(max_length=4000)]


class TokensReply(Reply):
    access_token: str
    refresh_token: str
    expires_in_seconds: int
    token_type: str = "Bearer"  # noqa: S105


def _tokens(call: Call, user: User) -> TokensReply:
    return TokensReply.model_validate(call.credentials.issue(user.id, cast(Role, user.role), user.name))


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
    return _tokens(call, user)


@accounts.add("POST", "/login", access=Access.PUBLIC, body=Login, reply=TokensReply)
def log_in(call: Call, body: Login) -> TokensReply:
    """Sign in with a password."""
    user = call.session.scalar(select(User).where(User.email == func.lower(body.email)))
    known = user.password_hash if user else None
    if not call.credentials.matches(known, body.password.get_secret_value()) or user is None:
        raise Unauthenticated("The e-mail address or the password is wrong.")
    return _tokens(call, user)


@accounts.add("POST", "/refresh", access=Access.PUBLIC, body=Refresh, reply=TokensReply)
def refresh(call: Call, body: Refresh) -> TokensReply:
    """Get a new access token for a refresh token, which works once."""
    user = call.session.get(User, call.credentials.user_of(body.refresh_token))
    if user is None:
        raise Unauthenticated("The account of this session is gone; sign in again.")
    return _tokens(call, user)


@accounts.add("POST", "/logout", access=Access.PUBLIC, status=204, body=Refresh)
def log_out(call: Call, body: Refresh) -> None:
    """End a session."""
    call.credentials.user_of(body.refresh_token)


@accounts.add("POST", "/demo", access=Access.PUBLIC, reply=TokensReply)
def demo(call: Call) -> TokensReply:
    """Get a token that may look at everything public and change nothing."""
    return TokensReply.model_validate(call.credentials.demo())
