"""Checks that a request is signed with a key of the cloud, as AWS checks it."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from localcloud.aws.server.answer import Answer, failure
from localcloud.aws.server.cloud_file import CloudFile
from localcloud.aws.server.request import AwsRequest, Signature

_MAX_SKEW = timedelta(minutes=15)
_JSON, _QUERY, _EC2, _S3 = "json", "query", "ec2", "s3"
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method."
)
_EXPIRED = "Signature expired: its time is too far from the server's."
_SKEWED = "The difference between the request time and the current time is too large."

# AWS's words for each refusal, by protocol: status, code, message.
_REFUSALS: dict[str, dict[str, tuple[int, str, str]]] = {
    "unsigned": {
        _JSON: (403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
        _QUERY: (403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
        _S3: (403, "AccessDenied", "Access Denied"),
    },
    "unknown key": {
        _JSON: (403, "UnrecognizedClientException", "The security token included in the request is invalid."),
        _QUERY: (403, "InvalidClientTokenId", "The security token included in the request is invalid."),
        _EC2: (401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
        _S3: (403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
    },
    "wrong signature": {
        _JSON: (403, "InvalidSignatureException", _MISMATCH),
        _QUERY: (403, "SignatureDoesNotMatch", _MISMATCH),
        _EC2: (401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
    },
    "expired": {
        _JSON: (403, "InvalidSignatureException", _EXPIRED),
        _QUERY: (403, "SignatureDoesNotMatch", _EXPIRED),
        _EC2: (400, "RequestExpired", "Request has expired."),
        _S3: (403, "RequestTimeTooSkewed", _SKEWED),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    secret: str
    session_token: str | None = None


class Authenticator:
    def __init__(self, cloud: CloudFile) -> None:
        self._cloud = cloud

    def refusal(self, request: AwsRequest) -> Answer | None:
        """None if the request is signed with a key of this cloud, else the answer that refuses it."""
        reason = self.reason(request)
        if reason is None:
            return None
        words = _REFUSALS[reason]
        status, code, message = words.get(_protocol(request)) or words[_QUERY]
        return failure(request, status, code, message)

    def key(self, access_key_id: str) -> Key | None:
        """The key of that id: the cloud's own, a user's of IAM, or a role's session of STS."""
        if access_key_id == self._cloud.access_key_id:
            return Key(self._cloud.secret_access_key)
        account = self._cloud.account_id
        # A role's session is among IAM's keys as well, without its token: STS has to be asked first.
        if session := sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key_id):
            return Key(session.secret_access_key, session.session_token)
        user_key = iam_backends[account]["aws"].access_keys.get(access_key_id)
        return Key(user_key.secret_access_key) if user_key and user_key.status == "Active" else None

    def reason(self, request: AwsRequest, lifetime: timedelta | None = None) -> str | None:
        """Why the request is refused, None if it is not; `lifetime` overrides a presigned URL's."""
        signature = request.signature
        if signature is None:
            return "unsigned"
        key = self.key(signature.access_key_id)
        if key is None or key.session_token != signature.session_token:
            return "unknown key"
        if not hmac.compare_digest(expected_signature(request, signature, key), signature.value):
            return "wrong signature"
        if not _is_current(request, signature, lifetime):
            return "expired"
        digest = request.header("X-Amz-Content-SHA256") or ""
        # S3 also sends words here (UNSIGNED-PAYLOAD, STREAMING-…), which leave the body unsigned on purpose.
        if len(digest) == 64 and not hmac.compare_digest(sha256(request.body).hexdigest(), digest):
            return "wrong signature"
        return None


def expected_signature(request: AwsRequest, signature: Signature, key: Key) -> str:
    """The signature that the holder of `key` would make for this request."""
    auth_class = S3SigV4Auth if signature.service == "s3" else SigV4Auth
    auth = auth_class(Credentials(signature.access_key_id, key.secret), signature.service, signature.region)
    path, _, query = request.target.partition("?")
    query = "&".join(pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature="))
    headers = {name: request.header(name) or "" for name in signature.headers}
    prepared = AWSRequest(method=request.method, url=f"http://cloud{path}?{query}", headers=headers)
    prepared.context["timestamp"] = signature.at
    canonical = auth.canonical_request(prepared).rpartition("\n")[0] + "\n" + _payload(request, signature)
    return str(auth.signature(auth.string_to_sign(prepared, canonical), prepared))


def _payload(request: AwsRequest, signature: Signature) -> str:
    if digest := request.header("X-Amz-Content-SHA256"):
        return digest
    if signature.service == "s3":
        return "UNSIGNED-PAYLOAD"
    return sha256(request.body).hexdigest()


def _is_current(request: AwsRequest, signature: Signature, lifetime: timedelta | None) -> bool:
    try:
        at = datetime.strptime(signature.at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        lifetime = lifetime or timedelta(seconds=int(request.query.get("X-Amz-Expires", "0")))
    except ValueError:
        return False
    return -_MAX_SKEW <= datetime.now(UTC) - at <= (lifetime or _MAX_SKEW)


def _protocol(request: AwsRequest) -> str:
    if request.service in (_EC2, _S3):
        return request.service
    if request.service in ("route53", "cloudfront") or "x-www-form-urlencoded" in request.content_type:
        return _QUERY
    return _JSON
