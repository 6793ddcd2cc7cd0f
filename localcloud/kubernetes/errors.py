"""The errors that every part of the embedded Kubernetes raises, in words for the person who runs it."""

from collections.abc import Mapping
from typing import Any

_SERVER_ERROR = 500
_UNTYPED = "failed to create typed patch object"  # a field that the schema has not; the server answers 500


class KubernetesError(Exception):
    """Something of the embedded Kubernetes could not be done; the message says what, why and what to do."""


class UnreachableError(KubernetesError):
    """The API server could not be asked at all: it does not answer, or no credential could be had."""


class ApiError(KubernetesError):
    """The API server refused a request. `code` is the HTTP status, `reason` Kubernetes' word for it."""

    def __init__(
        self, code: int, reason: str, message: str, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.reason, self.details = code, reason, dict(details or {})

    @property
    def is_unknown_field(self) -> bool:
        """True if the object has a field that its schema has not, or of another type."""
        return _UNTYPED in str(self)


def is_unanswered(error: KubernetesError) -> bool:
    """True if the request may have taken effect all the same: no answer, or the server's own failure."""
    if isinstance(error, ApiError):
        return error.code >= _SERVER_ERROR and not error.is_unknown_field
    return isinstance(error, UnreachableError)
