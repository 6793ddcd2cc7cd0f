"""Answers the API server's question who the holder of a token is, as EKS answers it."""

import base64
import binascii
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from localcloud.aws.extension.eks import records
from localcloud.aws.extension.sts import principal
from localcloud.aws.server.authentication import Authenticator
from localcloud.aws.server.request import AwsRequest

_PREFIX = "k8s-aws-v1."
# `aws eks get-token` writes 60 seconds into the URL, and STS lets such URLs live for this long all the same.
_LIFETIME = timedelta(minutes=15)


def review(token: str, cluster: str, account_id: str, authenticator: Authenticator) -> dict[str, Any]:
    """The `status` of a TokenReview: the user behind a token of `aws eks get-token` for this cluster.

    Not authenticated is a token that is not one of those, is signed for another cluster or with an unknown
    key, or belongs to a principal without an access entry.
    """
    request = _request(token, cluster)
    signature = request.signature if request else None
    if request is None or signature is None or "x-k8s-aws-id" not in signature.headers:
        return _refused("the token is not a presigned GetCallerIdentity request for this cluster")
    if request.operation != "GetCallerIdentity" or request.service != "sts":
        return _refused("the token is a request for something else than sts:GetCallerIdentity")
    if reason := authenticator.reason(request, lifetime=_LIFETIME):
        return _refused(f"the token was not accepted: {reason}")
    caller = principal(account_id, signature.access_key_id)
    groups = records.groups(account_id, cluster, caller.entry_arn)
    if groups is None:
        return _refused(f"{caller.entry_arn} has no access entry in cluster {cluster}")
    return {
        "authenticated": True,
        "user": {
            "username": caller.arn,
            "uid": f"aws-iam-authenticator:{account_id}:{caller.user_id}",
            "groups": groups,
            "extra": {"arn": [caller.arn], "accessKeyId": [signature.access_key_id]},
        },
    }


def _request(token: str, cluster: str) -> AwsRequest | None:
    """The request to STS that the token stands for, as the API server of `cluster` would send it."""
    if not token.startswith(_PREFIX):
        return None
    encoded = token.removeprefix(_PREFIX)
    try:
        url = urlsplit(
            base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode()
        )
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": url.path or "/",
        "RAW_URI": f"{url.path or '/'}?{url.query}",
        "HTTP_HOST": url.netloc,
        "HTTP_X_K8S_AWS_ID": cluster,
    }
    return AwsRequest(environ, {}, b"")


def _refused(error: str) -> dict[str, Any]:
    return {"authenticated": False, "error": error}
