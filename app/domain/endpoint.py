"""The endpoints as data: one row per method and path, whatever framework serves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel

from app.domain.shapes import Body, Query

if TYPE_CHECKING:
    from app.domain.errand import Errand

# A write may leave something to be done outside; what the errand then keeps is the reply.
Handle = Callable[..., "BaseModel | Errand[Any] | None"]
Handler = TypeVar("Handler", bound=Handle)
CacheKind = Literal["chefs", "campaigns", "profiles", "posts", "responses"]


class Access(Enum):
    """Who may call an endpoint. Whose object it is, the endpoint itself checks."""

    PUBLIC = "public"
    USER = "user"
    ADMIN = "admin"


@dataclass(frozen=True)
class Cached:
    """The whole answer is kept under `kind`; `per_user` keeps one per user."""

    kind: CacheKind
    per_user: bool = False


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    service: str
    method: str
    path: str
    handle: Handle
    access: Access
    status: int
    body: type[Body] | None
    query: type[Query] | None
    reply: type[BaseModel] | None
    # What may lag behind: eventually consistent reads go to a replica, all others to the master.
    eventual: bool
    cached: Cached | None
    # The cache kinds of which this write makes every entry (or every entry of its user) stale.
    stales: tuple[Cached, ...]
    # The endpoint repeats its answer to a request with the same Idempotency-Key.
    idempotent: bool
    # Words for the document.
    summary: str = field(default="")

    @property
    def name(self) -> str:
        return f"{self.service}.{self.handle.__name__}"


class Routes:
    """Collects the endpoints of one service under its prefix."""

    def __init__(self, service: str, prefix: str) -> None:
        self.service = service
        self.prefix = prefix
        self.endpoints: list[Endpoint] = []

    def add(
        self,
        method: str,
        path: str,
        *,
        access: Access = Access.USER,
        status: int = 200,
        body: type[Body] | None = None,
        query: type[Query] | None = None,
        reply: type[BaseModel] | None = None,
        eventual: bool = False,
        cached: Cached | None = None,
        stales: tuple[Cached, ...] = (),
        idempotent: bool = False,
    ) -> Callable[[Handler], Handler]:
        def register(handle: Handler) -> Handler:
            summary = (handle.__doc__ or handle.__name__.replace("_", " ")).strip().splitlines()[0]
            endpoint = Endpoint(
                service=self.service,
                method=method,
                path=self.prefix + path,
                handle=handle,
                access=access,
                status=status,
                body=body,
                query=query,
                reply=reply,
                eventual=eventual,
                cached=cached,
                stales=stales,
                idempotent=idempotent,
                summary=summary,
            )
            self.endpoints.append(endpoint)
            return handle

        return register


def index(endpoints: list[Endpoint]) -> Mapping[tuple[str, str], Endpoint]:
    """The endpoints by method and path; two with the same are a mistake."""
    found: dict[tuple[str, str], Endpoint] = {}
    for endpoint in endpoints:
        key = (endpoint.method, endpoint.path)
        if key in found:
            raise ValueError(f"{endpoint.name} and {found[key].name} both serve {key}; change one path")
        found[key] = endpoint
    return found
