from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.data.rabbit_broker import RabbitBroker, RabbitBrokerArgs, RabbitSize
from tests.recording import Recording, record

BROKER = "aws:mq/broker:Broker"
VALUES: dict[str, Any] = {
    "instance_type": "mq.m7g.medium",
    "deployment_mode": "CLUSTER_MULTI_AZ",
    "log_retention_days": 14,
    "protected": True,
}


def arguments(**values: object) -> RabbitBrokerArgs:
    return RabbitBrokerArgs(
        size=RabbitSize.model_validate({**VALUES, **values}),
        subnet_ids=["subnet-1", "subnet-2", "subnet-3"],
        security_group_ids=["sg-1"],
        username="admin",
        password="plain",
        kms_key_arn="arn:key",
    )


def broker(preview: bool, **values: object) -> Recording:
    return record(lambda: RabbitBroker("jobs", arguments(**values)), preview=preview)


def test_it_is_one_broker(preview: bool) -> None:
    recording = broker(preview)
    assert recording.children("softfactory:data:RabbitBroker", "jobs") == {(BROKER, "jobs")}
    assert recording.one(BROKER, "jobs").inputs == {
        "engineType": "RabbitMQ",
        "engineVersion": "4.2",
        "hostInstanceType": "mq.m7g.medium",
        "deploymentMode": "CLUSTER_MULTI_AZ",
        "subnetIds": ["subnet-1", "subnet-2", "subnet-3"],
        "securityGroups": ["sg-1"],
        "publiclyAccessible": False,
        "encryptionOptions": {"kmsKeyId": "arn:key", "useAwsOwnedKey": False},
        "authenticationStrategy": "simple",
        "users": [{"username": "admin", "password": "plain"}],
        "logs": {"general": True},
        "autoMinorVersionUpgrade": True,
        "maintenanceWindowStartTime": {"dayOfWeek": "SUNDAY", "timeOfDay": "09:30", "timeZone": "UTC"},
        "applyImmediately": True,
        "tags": {"Name": "jobs"},
    }


def test_a_single_node_is_in_one_subnet(preview: bool) -> None:
    inputs = broker(preview, deployment_mode="SINGLE_INSTANCE").one(BROKER, "jobs").inputs
    assert inputs["subnetIds"] == ["subnet-1"]


def test_its_first_user_is_a_secret_whatever_the_caller_passes(preview: bool) -> None:
    assert broker(preview).one(BROKER, "jobs").secrets == {"users"}


def test_only_what_is_protected_refuses_deletion(preview: bool) -> None:
    assert broker(preview).one(BROKER, "jobs").protect
    assert not broker(preview, protected=False).one(BROKER, "jobs").protect


def test_it_hands_on_where_it_is_reached() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = RabbitBroker("jobs", arguments())
        return pulumi.Output.all(made.endpoint, made.console_url, made.broker_name).apply(seen.extend)

    record(program, preview=False)
    host = "jobs-id.mq.us-east-1.on.aws"
    assert seen == [f"amqps://{host}:5671", f"https://{host}", "jobs-0a1b2c3"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("instance_type", "mq.t3.micro"),
        ("instance_type", "mq.m5.large"),
        ("deployment_mode", "ACTIVE_STANDBY_MULTI_AZ"),
    ],
)
def test_a_size_that_rabbitmq_does_not_have_is_refused(key: str, value: str) -> None:
    with pytest.raises(ValidationError, match=key):
        RabbitSize.model_validate({**VALUES, key: value})
