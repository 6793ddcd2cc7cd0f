from collections.abc import Iterator
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from ops.log_retention import Client, bounded
from tests.phases import INSTALLATION, PHASES

PHASE = PHASES["phase3"]


@pytest.fixture
def client() -> Iterator[Client]:
    with mock_aws():
        session = boto3.Session(
            aws_access_key_id="a", aws_secret_access_key="b", region_name=INSTALLATION.region
        )
        yield cast(Client, session.client)


def broker(client: Client, name: str, project: str = "softfactory") -> str:
    made = client("mq").create_broker(
        BrokerName=f"{name}-of-{project}",
        DeploymentMode="SINGLE_INSTANCE",
        EngineType="RabbitMQ",
        EngineVersion="3.13",
        HostInstanceType="mq.m5.large",
        PubliclyAccessible=False,
        AutoMinorVersionUpgrade=True,
        Users=[{"Username": "admin", "Password": "a-long-password"}],
        Tags={"project": project, "Name": name},
    )
    return str(made["BrokerId"])


def retention(client: Client) -> dict[str, int | None]:
    groups: Any = client("logs").describe_log_groups()["logGroups"]
    return {group["logGroupName"]: group.get("retentionInDays") for group in groups}


def test_every_log_of_the_broker_is_kept_as_long_as_the_phase_says_and_no_other(client: Client) -> None:
    ours, theirs = broker(client, "jobs"), broker(client, "jobs", project="another")
    names = [f"/aws/amazonmq/broker/{ours}/{log}" for log in ("general", "connection")]
    others = [f"/aws/amazonmq/broker/{theirs}/general", "/aws/eks/softfactory/cluster"]
    for name in (*names, *others):
        client("logs").create_log_group(logGroupName=name)
    said = list(bounded(PHASE, "softfactory", client))
    days = PHASE.brokers["jobs"].log_retention_days
    assert sorted(said) == sorted(f"log group {name}: kept for {days} days from now on" for name in names)
    assert retention(client) == {**dict.fromkeys(names, days), **dict.fromkeys(others)}
    assert list(bounded(PHASE, "softfactory", client)) == [], "a second time there is nothing to do"


def test_a_phase_without_a_broker_has_nothing_to_bound(client: Client) -> None:
    name = f"/aws/amazonmq/broker/{broker(client, 'jobs')}/general"
    client("logs").create_log_group(logGroupName=name)
    assert list(bounded(PHASES["phase2"], "softfactory", client)) == []
    assert retention(client) == {name: None}
