from collections.abc import Sequence
from typing import Any

import boto3
import pytest

from ops import destroy
from ops.protections import FLAGS, Store
from tests.localcloud.aws.account import empty_account


@pytest.mark.parametrize(
    ("address", "embedded"),
    [
        ("http://127.0.0.1:20001", True),
        ("http://localhost:4566", True),
        ("http://[::1]:4566", True),
        ("", False),
        ("https://rds.eu-west-1.amazonaws.com", False),
        ("http://10.0.0.1:4566", False),
    ],
)
def test_only_an_address_of_this_machine_is_an_embedded_cloud(
    address: str, embedded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    assert destroy.is_embedded() is embedded


@pytest.mark.parametrize(
    ("answer", "goes_on"), [("phase1", True), ("phase2", False), ("", False), ("y", False)]
)
def test_on_aws_the_name_of_the_stack_has_to_be_typed(
    answer: str, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert destroy.confirmed("phase1", lambda question: answer if "(phase1)" in question else "") is goes_on


def test_nobody_is_asked_for_an_embedded_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert destroy.confirmed("phase1", lambda _: pytest.fail("asked"))


def test_protection_is_taken_off_on_aws_before_it_is_taken_off_the_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    seen: list[tuple[Sequence[str], bool]] = []
    with empty_account():
        rds = boto3.client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="platform-1",
            DBInstanceClass="db.t3.medium",
            Engine="postgres",
            MasterUsername="someone",
            MasterUserPassword="password-1",
            AllocatedStorage=20,
            DeletionProtection=True,
        )

        def protected() -> bool:
            return bool(rds.describe_db_instances()["DBInstances"][0]["DeletionProtection"])

        def pulumi(arguments: Sequence[str]) -> str:
            seen.append((arguments, protected()))
            return ""

        def client(service: str) -> Any:
            return boto3.client(service)  # type: ignore[call-overload]  # a service by name

        flag = FLAGS["aws:rds/instance:Instance"]
        store = Store(
            "urn:x::platform", "aws:rds/instance:Instance", "platform", "platform-1", True, flag, "platform-1"
        )
        destroy.release([store], "phase1", pulumi, client)
    assert seen == [(["state", "unprotect", "--all", "--yes", "--stack", "phase1"], False)]
