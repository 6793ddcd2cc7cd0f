"""One call of an endpoint: who calls, on which database session, and what must follow its commit."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar

from sqlalchemy.orm import Session

from app.domain.endpoint import Cached
from app.domain.models.service import Job
from app.domain.ports import Outside
from app.domain.problem import NotFound, Unauthenticated

Role = Literal["user", "admin", "demo"]
# The demo visitor owns nothing and may only read.
DEMO_USER_ID = 0


@dataclass(frozen=True)
class Identity:
    user_id: int
    role: Role
    name: str
    token: str = field(repr=False)


class Neighbours(Protocol):
    def get(self, call: "Call", path: str) -> Mapping[str, Any]:
        """What the service behind `path` answers to the caller of `call`.

        Raises Unavailable where it does not answer in time, and the problem it answered otherwise.
        """


@dataclass(frozen=True)
class Tokens:
    access_token: str
    refresh_token: str
    expires_in_seconds: int


@dataclass(frozen=True)
class SessionMark:
    """What a refresh token says: the how-manieth of which session, under which `epoch` of its user.

    All sessions of a user end when the user's epoch goes up.
    """

    session_id: str
    user_id: int
    generation: int
    epoch: int

    @property
    def next(self) -> "SessionMark":
        return replace(self, generation=self.generation + 1)


class Sessions(Protocol):
    """The sessions that are not over. They may be kept in the database or elsewhere."""

    def begin(self, database: Session, mark: SessionMark) -> None: ...

    def renew(self, database: Session, mark: SessionMark) -> None:
        """Take the mark; its next one counts from here on.

        Raises Unauthenticated where the session is over. A mark that was taken before ends its session:
        two have the token, and one of them should not.
        """

    def end(self, database: Session, mark: SessionMark) -> None: ...


class Credentials(Protocol):
    """How people prove who they are."""

    def hash(self, password: str) -> str: ...

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Takes as long without a hash as with one."""

    @property
    def sessions(self) -> Sessions: ...

    def issue(self, mark: SessionMark, role: Role, name: str) -> Tokens: ...

    def mark_of(self, refresh_token: str) -> SessionMark:
        """What the token says, if it is ours and has not expired; its session may be over."""

    def demo(self) -> Tokens: ...


class Owned(Protocol):
    @property
    def user_id(self) -> Any: ...


OwnedRow = TypeVar("OwnedRow", bound=Owned)


@dataclass
class Call:
    """`jobs`, `stales` and `events` happen after the commit, and not at all without it."""

    service: str
    session: Session
    outside: Outside
    neighbours: Neighbours
    credentials: Credentials
    identity: Identity | None = None
    # Where the client finds what the call made.
    location: str | None = None
    jobs: list[Job] = field(default_factory=list)
    stales: list[tuple[Cached, int]] = field(default_factory=list)
    events: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    @property
    def me(self) -> Identity:
        if self.identity is None:
            raise Unauthenticated("This needs a signed-in user; send `Authorization: Bearer <access token>`.")
        return self.identity

    def own(self, model: type[OwnedRow], object_id: int, *, lock: bool = False) -> OwnedRow:
        """The caller's object of that id, or anybody's for an admin; locked where it is about to change."""
        return self.mine(self.session.get(model, object_id, with_for_update=lock), model.__name__, object_id)

    def mine(self, row: OwnedRow | None, what: str, object_id: int) -> OwnedRow:
        if row is None or (row.user_id != self.me.user_id and self.me.role != "admin"):
            raise NotFound(f"You have no {what} with the id {object_id}.")
        return row

    def later(self, task: str, **arguments: Any) -> Job:
        """Have `task` done after this call, once, even if the queue is down now."""
        job = Job(id=uuid.uuid4(), task=task, arguments=arguments)
        self.session.add(job)
        self.jobs.append(job)
        return job

    def make_stale(self, cached: Cached, user_id: int = 0) -> None:
        self.stales.append((cached, user_id))

    def tell(self, user_id: int, event: str, **data: Any) -> None:
        """Send `event` to the user's open pages."""
        self.events.append((user_id, {"event": event} | data))
