"""AWS in this process, extended, with an empty account for each test."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import boto3
import pytest

from localcloud.aws import extension
from tests.localcloud.aws.account import empty_account

Client = Callable[[str], Any]


@cache
def _client(service: str) -> Any:
    """One for all tests: boto3's clients take longer to make than to use."""
    make_client: Any = boto3.client
    return make_client(service, "us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing")


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """`aws("rds")` is boto3's client, which checks every request and answer against AWS's own model."""
    extension.install()
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with empty_account():
        yield _client


@pytest.fixture
def subnets(aws: Client) -> list[str]:
    """Three subnets in three zones of a VPC of their own."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")[
            "Subnet"
        ]["SubnetId"]
        for number, zone in enumerate("abc")
    ]
