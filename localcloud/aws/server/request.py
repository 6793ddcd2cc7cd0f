"""One HTTP request to AWS, in a form that can be executed now, and from the log again later."""

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from urllib.parse import parse_qs

from moto.core.request import PRESERVED_HEADER_NAMES_ENVIRON_KEY

_KEPT = frozenset(
    ["REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "RAW_URI", "REQUEST_URI", "CONTENT_TYPE",
     "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR", "wsgi.url_scheme"]
)  # fmt: skip
# Sent by signing, of no use to moto and not worth keeping in a file.
_DROPPED = frozenset(["HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_CONNECTION", "HTTP_USER_AGENT"])


@dataclass(frozen=True)
class Signature:
    """What a request says of its signature; `at` as AWS writes it, 20261123T101500Z."""

    access_key_id: str
    region: str
    service: str
    headers: tuple[str, ...]
    value: str
    at: str
    session_token: str | None

    @classmethod
    def parse(
        cls, credential: str, headers: str, value: str, at: str, token: str | None
    ) -> "Signature | None":
        parts = credential.split("/")
        if len(parts) != 5 or not at.startswith(parts[1]):
            return None
        return cls(parts[0], parts[2], parts[3], tuple(headers.split(";")), value, at, token)


@dataclass(frozen=True)
class AwsRequest:
    """`environ` holds WSGI's text entries, `header_names` the spelling of headers that WSGI would lose."""

    environ: Mapping[str, str]
    header_names: Mapping[str, str]
    body: bytes

    @classmethod
    def read(cls, environ: Mapping[str, Any]) -> Self:
        """Takes the request, body and all, from the WSGI server."""
        length = environ.get("CONTENT_LENGTH")
        source = environ["wsgi.input"]
        if environ.get("wsgi.input_terminated"):
            body = source.read()
        else:
            body = source.read(int(length)) if length else b""
        kept = {key: value for key, value in environ.items() if _is_kept(key) and isinstance(value, str)}
        return cls(kept, dict(environ.get(PRESERVED_HEADER_NAMES_ENVIRON_KEY) or {}), body)

    def to_wsgi(self) -> dict[str, Any]:
        """A fresh WSGI environment for one execution."""
        return {
            **self.environ,
            PRESERVED_HEADER_NAMES_ENVIRON_KEY: dict(self.header_names),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    @property
    def method(self) -> str:
        return self.environ["REQUEST_METHOD"]

    @property
    def target(self) -> str:
        """Path and query as they arrived."""
        return self.environ.get("RAW_URI") or self.environ["PATH_INFO"]

    @property
    def content_type(self) -> str:
        return self.environ.get("CONTENT_TYPE", "")

    def header(self, name: str) -> str | None:
        key = name.upper().replace("-", "_")
        return self.environ.get(key if key == "CONTENT_TYPE" else f"HTTP_{key}")

    @property
    def service(self) -> str:
        """The signing name of the service that the request is for, empty if it is not signed."""
        return self.signature.service if self.signature else ""

    @cached_property
    def signature(self) -> "Signature | None":
        """The signature in the header or, of a presigned request, in the query; None if there is none."""
        algorithm, _, rest = (self.header("Authorization") or "").partition(" ")
        if algorithm == "AWS4-HMAC-SHA256":
            fields = dict(part.strip().partition("=")[::2] for part in rest.split(","))
            return Signature.parse(
                fields.get("Credential", ""), fields.get("SignedHeaders", ""), fields.get("Signature", ""),
                self.header("X-Amz-Date") or "", self.header("X-Amz-Security-Token"),
            )  # fmt: skip
        if self.query.get("X-Amz-Algorithm") == "AWS4-HMAC-SHA256":
            names = ("Credential", "SignedHeaders", "Signature", "Date")
            credential, headers, value, at = (self.query.get(f"X-Amz-{name}", "") for name in names)
            return Signature.parse(credential, headers, value, at, self.query.get("X-Amz-Security-Token"))
        return None

    @cached_property
    def query(self) -> dict[str, str]:
        """The query string, the first value of each name."""
        fields = parse_qs(self.target.partition("?")[2], keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    @cached_property
    def operation(self) -> str | None:
        """The operation that the request names (Query, JSON and CBOR protocols); None for REST ones."""
        if target := self.header("X-Amz-Target"):
            return target.rpartition(".")[2]
        if self.header("Smithy-Protocol"):
            return self.environ["PATH_INFO"].rpartition("/")[2]
        if self.content_type.startswith("application/x-www-form-urlencoded"):
            form = parse_qs(self.body.decode("utf-8", "replace"))
            if "Action" in form:
                return form["Action"][0]
        return self.query.get("Action")


def _is_kept(key: str) -> bool:
    return key in _KEPT or (key.startswith("HTTP_") and key not in _DROPPED)
