"""RabbitMQ brokers: created, changed at a reboot, refused."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

JOBS: dict[str, Any] = {
    "BrokerName": "jobs",
    "EngineType": "RABBITMQ",
    "EngineVersion": "4.2",
    "HostInstanceType": "mq.m7g.medium",
    "DeploymentMode": "CLUSTER_MULTI_AZ",
    "PubliclyAccessible": False,
    "AutoMinorVersionUpgrade": True,
    "Logs": {"General": True},
    "Users": [{"Username": "app", "Password": "correct-horse"}],
}


class Brokers:
    def __init__(self, client: Any, subnets: list[str]) -> None:
        self.client = client
        self._subnets = subnets

    def create(self, **changes: Any) -> dict[str, Any]:
        created = self.client.create_broker(**{**JOBS, "SubnetIds": self._subnets, **changes})
        return self[created["BrokerId"]]

    def __getitem__(self, id: str) -> dict[str, Any]:
        described: dict[str, Any] = self.client.describe_broker(BrokerId=id)
        return described


@pytest.fixture
def brokers(aws: Client, subnets: list[str]) -> Brokers:
    return Brokers(aws("mq"), subnets)


def test_a_cluster_has_one_endpoint(brokers: Brokers) -> None:
    broker = brokers.create(Tags={"a": "b"})
    (instance,) = broker["BrokerInstances"]
    host = f"{broker['BrokerId']}.mq.us-east-1.on.aws"
    assert (instance["ConsoleURL"], instance["Endpoints"]) == (f"https://{host}", [f"amqps://{host}:5671"])
    assert broker["BrokerState"] == "RUNNING"
    assert broker["Logs"]["General"] is True
    assert broker["Tags"] == {"a": "b"}
    assert (broker["EngineVersion"], broker["StorageType"]) == ("4.2", "EBS")
    assert len(broker["SubnetIds"]) == 3


def test_changes_wait_for_a_reboot(brokers: Brokers) -> None:
    id = brokers.create(EngineVersion="3.13")["BrokerId"]
    change = {"EngineVersion": "4.2", "HostInstanceType": "mq.m7g.large", "Logs": {"General": False}}
    brokers.client.update_broker(BrokerId=id, **change)
    waiting = brokers[id]
    assert (waiting["EngineVersion"], waiting["PendingEngineVersion"]) == ("3.13", "4.2")
    assert (waiting["HostInstanceType"], waiting["PendingHostInstanceType"]) == (
        "mq.m7g.medium",
        "mq.m7g.large",
    )
    assert (waiting["Logs"]["General"], waiting["Logs"]["Pending"]) == (True, {"General": False})
    brokers.client.reboot_broker(BrokerId=id)
    changed = brokers[id]
    assert (changed["EngineVersion"], changed["HostInstanceType"]) == ("4.2", "mq.m7g.large")
    assert changed["Logs"]["General"] is False
    assert not {"PendingEngineVersion", "PendingHostInstanceType"} & changed.keys()


def test_the_maintenance_window_changes_at_once(brokers: Brokers) -> None:
    id = brokers.create()["BrokerId"]
    window = {"DayOfWeek": "MONDAY", "TimeOfDay": "04:00", "TimeZone": "UTC"}
    brokers.client.update_broker(BrokerId=id, MaintenanceWindowStartTime=window)
    assert brokers[id]["MaintenanceWindowStartTime"] == window


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"HostInstanceType": "mq.t3.micro"}, r"does not support host instance type \[mq\.t3\.micro\]"),
        ({"HostInstanceType": "mq.m5.large"}, r"mq\.m5\.large\] with version \[4\.2\]"),
        ({"EngineVersion": "4.0"}, r"engine version \[4\.0\] is invalid"),
        ({"DeploymentMode": "SINGLE_INSTANCE"}, "exactly 1 subnet"),
        ({"DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ"}, "is invalid for RabbitMQ"),
        ({"SubnetIds": ["subnet-1"]}, r"Subnet \[subnet-1\] doesn't exist"),
        ({"SecurityGroups": ["sg-1"]}, r"Security group \[sg-1\] doesn't exist"),
        ({"Users": [{"Username": "app", "Password": "short"}]}, "at least 12 characters"),
        ({"Users": []}, "exactly one user"),
        ({"Logs": {"Audit": True}}, "Audit logging is not supported"),
    ],
)
def test_refuses(brokers: Brokers, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=f"BadRequestException.*{words}"):
        brokers.create(**changes)
    assert brokers.client.list_brokers()["BrokerSummaries"] == []


def test_refuses_to_go_back_and_what_does_not_fit(brokers: Brokers) -> None:
    id = brokers.create()["BrokerId"]
    with pytest.raises(ClientError, match=r"from \[4\.2\] to \[3\.13\]"):
        brokers.client.update_broker(BrokerId=id, EngineVersion="3.13")
    with pytest.raises(ClientError, match=r"mq\.m5\.large\] with version"):
        brokers.client.update_broker(BrokerId=id, HostInstanceType="mq.m5.large")


def test_a_name_is_taken_once_and_freed_by_deletion(brokers: Brokers) -> None:
    id = brokers.create()["BrokerId"]
    with pytest.raises(ClientError, match="ConflictException"):
        brokers.create()
    brokers.client.delete_broker(BrokerId=id)
    with pytest.raises(ClientError, match="NotFoundException"):
        brokers.client.delete_broker(BrokerId=id)
    brokers.create()


def test_tells_what_it_offers(brokers: Brokers) -> None:
    offered = brokers.client.describe_broker_instance_options(
        EngineType="RABBITMQ", HostInstanceType="mq.m5.large"
    )["BrokerInstanceOptions"]
    assert offered[0]["SupportedEngineVersions"] == ["3.13"]
    none = brokers.client.describe_broker_instance_options(HostInstanceType="mq.t3.micro")
    assert none["BrokerInstanceOptions"] == []
    (engine,) = brokers.client.describe_broker_engine_types(EngineType="RABBITMQ")["BrokerEngineTypes"]
    assert [version["Name"] for version in engine["EngineVersions"]] == ["3.13", "4.2"]
