"""Signs requests as clients of AWS do, and gives them as the server reads them."""

import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from localcloud.aws.server.request import AwsRequest

KEY_ID, SECRET = "AKIAABCDEFGHIJKLMNOP", "a+secret/with=signs"


def signed(
    service: str = "sts",
    url: str = "http://127.0.0.1:5000/",
    body: bytes = b"",
    key_id: str = KEY_ID,
    secret: str = SECRET,
    token: str | None = None,
    presigned: bool = False,
    method: str = "POST",
    headers: dict[str, str] | None = None,
) -> AwsRequest:
    auths: dict[bool, Any] = {True: SigV4QueryAuth, False: S3SigV4Auth if service == "s3" else SigV4Auth}
    auth = auths[presigned](Credentials(key_id, secret, token), service, "us-east-1")
    request = AWSRequest(method=method, url=url, data=body, headers=headers or {})
    auth.add_auth(request)
    return received(request, body)


def received(request: Any, body: bytes) -> AwsRequest:
    parts = urlsplit(request.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": parts.path,
        "RAW_URI": target,
        "HTTP_HOST": parts.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = str(value)
    return AwsRequest.read(environ)


def now() -> datetime:
    return datetime.now(UTC)
