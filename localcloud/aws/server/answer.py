"""Answers, and errors in the form in which each AWS protocol carries them."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from xml.sax.saxutils import escape

from localcloud.aws.server.request import AwsRequest

_REQUEST_ID = "00000000-0000-4000-8000-000000000000"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_QUERY = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    f"<RequestId>{_REQUEST_ID}</RequestId></ErrorResponse>"
)
_EC2 = (
    "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
    f"<RequestID>{_REQUEST_ID}</RequestID></Response>"
)
_S3 = (
    f"<Error><Code>{{code}}</Code><Message>{{message}}</Message><RequestId>{_REQUEST_ID}</RequestId></Error>"
)
_TEMPLATES = {"ec2": _EC2, "s3": _S3, "route53": _QUERY, "cloudfront": _QUERY}


@dataclass(frozen=True)
class Answer:
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def plain(status: int, fields: object) -> Answer:
    """An answer of the server's own, in JSON."""
    return _answer(status, "application/json", json.dumps(fields))


def failure(request: AwsRequest, status: int, code: str, message: str) -> Answer:
    """An error as the service that the request is for would send it."""
    if request.header("Smithy-Protocol"):
        cbor = b"\xa2" + b"".join(_cbor_text(text) for text in ("__type", code, "message", message))
        return _answer(status, "application/cbor", cbor, [("smithy-protocol", "rpc-v2-cbor")])
    template = _TEMPLATES.get(request.service)
    if template is None and request.content_type.startswith("application/x-www-form-urlencoded"):
        template = _QUERY
    if template is None:
        headers = [("x-amzn-errortype", code), ("x-amzn-query-error", f"{code};Sender")]
        body = json.dumps({"__type": code, "message": message})
        return _answer(status, "application/json", body, headers)
    return _answer(status, "text/xml", _XML + template.format(code=escape(code), message=escape(message)))


def _cbor_text(text: str) -> bytes:
    """A text string of RFC 8949, of at most 65,535 bytes."""
    data = text.encode()[:0xFFFF]
    return b"\x79" + len(data).to_bytes(2) + data


def _answer(
    status: int, content_type: str, body: str | bytes, headers: list[tuple[str, str]] | None = None
) -> Answer:
    content = body.encode() if isinstance(body, str) else body
    length = ("Content-Length", str(len(content)))
    phrase = HTTPStatus(status).phrase
    return Answer(f"{status} {phrase}", [("Content-Type", content_type), length, *(headers or [])], content)
