"""User profiles."""

from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Access, Cached, Routes
from app.domain.models.platform import User
from app.domain.problem import Forbidden, NotFound
from app.domain.shapes import Body, Created, Line, Page, PageQuery, page_of

users = Routes("platform", "/api/users")

PROFILES = Cached("profiles", per_user=True)


class UserReply(Created):
    id: int
    email: str
    name: str
    role: str


class UserChange(Body):
    name: Line


def _user(call: Call, user_id: int) -> User:
    user = call.session.get(User, user_id)
    if user is None:
        raise NotFound(f"There is no user with the id {user_id}.")
    return user


@users.add("GET", "", access=Access.ADMIN, query=PageQuery, reply=Page[UserReply])
def list_users(call: Call, query: PageQuery) -> Page[UserReply]:
    found, numbers = page_of(call.session, select(User).order_by(User.id), query)
    return Page(items=[UserReply.model_validate(user) for user in found], **numbers)


@users.add("GET", "/me", reply=UserReply, cached=PROFILES)
def my_profile(call: Call) -> UserReply:
    return UserReply.model_validate(_user(call, call.me.user_id))


@users.add("PATCH", "/me", body=UserChange, reply=UserReply, stales=(PROFILES,))
def change_my_profile(call: Call, body: UserChange) -> UserReply:
    user = _user(call, call.me.user_id)
    user.name = body.name
    return UserReply.model_validate(user)


@users.add("GET", "/{user_id}", reply=UserReply)
def get_user(call: Call, user_id: int) -> UserReply:
    """One's own profile, or anybody's for an admin."""
    if call.me.role != "admin" and call.me.user_id != user_id:
        raise NotFound(f"You may not see the user with the id {user_id}.")
    return UserReply.model_validate(_user(call, user_id))


@users.add("DELETE", "/{user_id}", access=Access.ADMIN, status=204)
def delete_user(call: Call, user_id: int) -> None:
    if user_id == call.me.user_id:
        raise Forbidden("An admin cannot delete their own account; another admin can.")
    call.make_stale(PROFILES, user_id)
    call.session.delete(_user(call, user_id))
