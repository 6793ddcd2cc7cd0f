from collections.abc import Iterator

import boto3
import pytest

from ops.promote.there import databases_there
from stacks.placement import FoundDatabase
from tests.localcloud.aws.account import empty_account


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with empty_account():
        yield


def test_primaries_of_the_project_are_found_with_what_they_hold() -> None:
    rds = boto3.client("rds", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    for identifier, tags in {
        "platform-1": {
            "Name": "platform",
            "project": "softfactory",
            "role": "primary",
            "datasets": "a b",
            "phase": "p",
        },
        "new-1": {"Name": "new", "project": "softfactory", "role": "primary", "datasets": "-", "phase": "p"},
        "other-1": {"Name": "other", "project": "another", "role": "primary", "datasets": "c"},
        "replica-1": {"Name": "platform-replica-1", "project": "softfactory"},
    }.items():
        rds.create_db_instance(
            DBInstanceIdentifier=identifier,
            Engine="postgres",
            DBInstanceClass="db.t3.large",
            AllocatedStorage=50,
            MasterUsername="app_admin",
            MasterUserPassword="not-a-password",
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )
    assert databases_there("softfactory", lambda service: rds) == (
        FoundDatabase(name="new", identifier="new-1", datasets=(), phase="p"),
        FoundDatabase(name="platform", identifier="platform-1", datasets=("a", "b"), phase="p"),
    )
