"""What goes wrong in a request, as the problem details (RFC 9457) that the client reads."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Problem(Exception):
    """A request that cannot be done. `errors` names the fields that are to blame."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str, *, errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = [dict(error) for error in errors]
        self.headers: dict[str, str] = {}

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return document | ({"errors": self.errors} if self.errors else {})


class BadRequest(Problem):
    status, title = 400, "Bad request"


class Unauthenticated(Problem):
    status, title = 401, "Not signed in"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.headers = {"WWW-Authenticate": "Bearer"}


class PaymentRequired(Problem):
    status, title = 402, "Payment refused"


class Forbidden(Problem):
    status, title = 403, "Not allowed"


class NotFound(Problem):
    """Also the answer for an object of somebody else: that it exists is theirs to tell."""

    status, title = 404, "Not found"


class MethodNotAllowed(Problem):
    status, title = 405, "Method not allowed"


class Conflict(Problem):
    status, title = 409, "Conflict with the present state"


class TooLarge(Problem):
    status, title = 413, "Body too large"


class UnsupportedMediaType(Problem):
    status, title = 415, "Unsupported media type"


class Invalid(Problem):
    status, title = 422, "Invalid input"


class Internal(Problem):
    """A fault of ours; what it was stands in the log, under the request's trace id."""


class Unavailable(Problem):
    """Something this request needs does not answer now; it may again in a few seconds."""

    status, title = 503, "Temporarily unavailable"

    def __init__(self, detail: str, *, retry_after_seconds: int = 5) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": str(retry_after_seconds)}


PROBLEMS: tuple[type[Problem], ...] = (
    BadRequest,
    Unauthenticated,
    PaymentRequired,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    TooLarge,
    UnsupportedMediaType,
    Invalid,
    Internal,
    Unavailable,
)

BY_STATUS: Mapping[int, type[Problem]] = {problem.status: problem for problem in PROBLEMS}
