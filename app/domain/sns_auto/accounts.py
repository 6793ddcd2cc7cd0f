"""The social network accounts that posts go to."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Access, Routes
from app.domain.models.sns_auto import SnsAccount
from app.domain.problem import Conflict, Invalid
from app.domain.shapes import Body, Created, Reply

accounts = Routes("sns_auto", "/api/sns-auto")

Platform = Literal["instagram", "tiktok", "blog"]
# The longest text each platform takes, in characters.
LONGEST_POST: Mapping[str, int] = {"instagram": 2200, "tiktok": 4000, "blog": 5000}


class PlatformReply(Reply):
    platform: str
    longest_post: int


class Platforms(Reply):
    items: list[PlatformReply]


class AccountReply(Created):
    id: int
    platform: str
    handle: str
    webhook_url: str | None


class Accounts(Reply):
    items: list[AccountReply]


class NewAccount(Body):
    platform: Platform
    handle: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,60}$")]
    webhook_url: Annotated[str, Field(max_length=500, pattern=r"^https://[^\s\x00]+$")] | None = None


@accounts.add("GET", "/platforms", access=Access.PUBLIC, reply=Platforms)
def list_platforms(call: Call) -> Platforms:
    """The platforms posts can go to, and how long a post may be."""
    return Platforms(
        items=[PlatformReply(platform=name, longest_post=most) for name, most in LONGEST_POST.items()]
    )


@accounts.add("GET", "/accounts", reply=Accounts)
def my_accounts(call: Call) -> Accounts:
    rows = select(SnsAccount).where(SnsAccount.user_id == call.me.user_id).order_by(SnsAccount.id)
    return Accounts(items=[AccountReply.model_validate(account) for account in call.session.scalars(rows)])


@accounts.add("POST", "/accounts", status=201, body=NewAccount, reply=AccountReply)
def add_account(call: Call, body: NewAccount) -> AccountReply:
    if body.webhook_url is not None and not call.outside.webhooks.allows(body.webhook_url):
        message = "must be on a host that this installation calls"
        raise Invalid(f"webhook_url {message}.", errors=[{"field": "webhook_url", "message": message}])
    same = (SnsAccount.platform == body.platform, SnsAccount.handle == body.handle)
    if call.session.scalar(select(SnsAccount.id).where(SnsAccount.user_id == call.me.user_id, *same)):
        raise Conflict(f"You have the {body.platform} account {body.handle} already.")
    account = SnsAccount(user_id=call.me.user_id, **body.model_dump())
    call.session.add(account)
    call.session.flush()
    return AccountReply.model_validate(account)


@accounts.add("DELETE", "/accounts/{account_id}", status=204)
def remove_account(call: Call, account_id: int) -> None:
    """Forget an account, with its posts here; what is published stays published."""
    call.session.delete(call.own(SnsAccount, account_id))
