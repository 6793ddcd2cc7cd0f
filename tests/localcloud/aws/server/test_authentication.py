"""Only requests that are signed with a key of the cloud are answered."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import boto3
import pytest
import time_machine

from localcloud.aws import extension
from localcloud.aws.server.authentication import Authenticator
from localcloud.aws.server.cloud_file import CloudFile
from localcloud.aws.server.request import AwsRequest
from tests.localcloud.aws.account import empty_account
from tests.localcloud.aws.server.signing import KEY_ID, SECRET, now, signed

QUERY = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.fixture
def authenticator() -> Iterator[Authenticator]:
    extension.install()
    cloud = CloudFile(
        directory=Path(), port=1, access_key_id=KEY_ID, secret_access_key=SECRET, account_id="123456789012"
    )
    with empty_account():
        yield Authenticator(cloud)


@pytest.mark.parametrize(
    "sign",
    [
        partial(signed, body=b"Action=GetCallerIdentity", headers=QUERY),
        partial(signed, "eks", "http://127.0.0.1:5000/clusters/a%20b?maxResults=1&x=", method="GET"),
        partial(
            signed, "s3", "http://127.0.0.1:5000/bucket/a%20b/%C3%BC%2B?versioning=", b"content", method="PUT"
        ),
        partial(signed, "s3", "http://127.0.0.1:5000/bucket//a/../b", method="GET"),
        partial(
            signed, "sts", "http://127.0.0.1:5000/?Action=GetCallerIdentity", presigned=True, method="GET"
        ),
    ],
    ids=["query", "rest", "s3 put", "s3 odd path", "presigned"],
)
def test_accepts_what_clients_sign(authenticator: Authenticator, sign: Callable[[], AwsRequest]) -> None:
    assert authenticator.refusal(sign()) is None


def test_accepts_keys_of_iam_users_and_role_sessions(authenticator: Authenticator) -> None:
    iam, sts = boto3.client("iam"), boto3.client("sts", "us-east-1")
    iam.create_user(UserName="ci")
    key = iam.create_access_key(UserName="ci")["AccessKey"]
    role = "arn:aws:iam::123456789012:role/deploy"
    session = sts.assume_role(RoleArn=role, RoleSessionName="deploy")["Credentials"]
    of_session = (session["AccessKeyId"], session["SecretAccessKey"])

    assert authenticator.refusal(_with(key["AccessKeyId"], key["SecretAccessKey"])) is None
    assert authenticator.refusal(_with(*of_session, session["SessionToken"])) is None
    assert authenticator.reason(_with(*of_session)) == "unknown key"
    assert authenticator.reason(_with(*of_session, "another token")) == "unknown key"
    iam.update_access_key(UserName="ci", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert authenticator.reason(_with(key["AccessKeyId"], key["SecretAccessKey"])) == "unknown key"


def test_refuses_a_changed_request(authenticator: Authenticator) -> None:
    genuine = signed("s3", "http://127.0.0.1:5000/bucket/key", b"content", method="PUT")
    for changed in (
        replace(genuine, body=b"CONTENT"),
        replace(genuine, environ={**genuine.environ, "REQUEST_METHOD": "DELETE"}),
        replace(genuine, environ={**genuine.environ, "RAW_URI": "/bucket/other"}),
        replace(genuine, environ={**genuine.environ, "HTTP_HOST": "elsewhere"}),
        replace(genuine, environ={**genuine.environ, "HTTP_X_AMZ_CONTENT_SHA256": "UNSIGNED-PAYLOAD"}),
    ):
        assert authenticator.reason(changed) == "wrong signature"


def test_refuses_old_and_future_signatures(authenticator: Authenticator) -> None:
    presigned = {"presigned": True, "method": "GET", "url": "http://127.0.0.1:5000/?Action=GetCallerIdentity"}
    for minutes in (-16, 16):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            request = signed()
        assert authenticator.reason(request) == "expired"
    with time_machine.travel(now() - timedelta(minutes=61)):
        assert authenticator.reason(signed(**presigned)) is None  # type: ignore[arg-type]  # parameters by name
        old = signed(**presigned)  # type: ignore[arg-type]  # parameters by name
    assert authenticator.reason(old) == "expired"
    assert authenticator.reason(old, lifetime=timedelta(hours=2)) is None


@pytest.mark.parametrize(
    ("service", "headers", "unknown", "mismatch", "unsigned"),
    [
        ("sts", QUERY, "InvalidClientTokenId", "SignatureDoesNotMatch", "MissingAuthenticationToken"),
        ("eks", {}, "UnrecognizedClientException", "InvalidSignatureException", "MissingAuthenticationToken"),
        ("s3", {}, "InvalidAccessKeyId", "SignatureDoesNotMatch", "MissingAuthenticationToken"),
        ("ec2", QUERY, "AuthFailure", "AuthFailure", "MissingAuthenticationToken"),
        ("route53", {}, "InvalidClientTokenId", "SignatureDoesNotMatch", "MissingAuthenticationToken"),
    ],
)
def test_refuses_in_the_words_of_the_service(
    authenticator: Authenticator,
    service: str,
    headers: dict[str, str],
    unknown: str,
    mismatch: str,
    unsigned: str,
) -> None:
    def refusal(request: AwsRequest) -> str:
        answer = authenticator.refusal(request)
        assert answer is not None
        assert answer.status[:3] in ("401", "403")
        return answer.body.decode()

    genuine = signed(service, headers=headers)
    nothing = {key: value for key, value in genuine.environ.items() if key != "HTTP_AUTHORIZATION"}
    assert unknown in refusal(signed(service, key_id="AKIAXXXXXXXXXXXXXXXX", headers=headers))
    assert mismatch in refusal(signed(service, secret="wrong", headers=headers))
    assert unsigned in refusal(AwsRequest(nothing, {}, b""))


def _with(key_id: str, secret: str, token: str | None = None) -> AwsRequest:
    return signed(key_id=key_id, secret=secret, token=token)
