from collections.abc import Callable

import pytest

from tests.phases import PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
BROKER = "aws:mq/broker:Broker"


@pytest.mark.parametrize("phase", PHASES)
def test_there_is_one_for_each_name_and_nothing_of_them_without(platform: Platform, phase: str) -> None:
    recording, names = platform(phase, False), PHASES[phase].brokers.keys()
    assert recording.of("softfactory:data:RabbitBroker").keys() == names
    assert ("brokers" in recording.of("aws:ec2/securityGroup:SecurityGroup")) == bool(names)


def test_only_the_cluster_reaches_them_in_the_data_subnets(platform: Platform) -> None:
    recording = platform("phase3", False)
    rules = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert {
        (rule.inputs["referencedSecurityGroupId"], rule.inputs["fromPort"])
        for rule in rules
        if rule.inputs["securityGroupId"] == "brokers-id"
    } == {("sg-cluster", 5671), ("sg-cluster", 443)}
    broker = recording.one(BROKER, "jobs").inputs
    assert broker["securityGroups"] == ["brokers-id"]
    assert broker["subnetIds"] == [f"network-data-use1-az{zone}-id" for zone in (1, 2, 4)]


def test_the_password_in_the_secret_is_the_one_of_the_first_user(platform: Platform) -> None:
    recording = platform("phase3", False)
    version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "jobs")
    (user,) = recording.one(BROKER, "jobs").inputs["users"]
    assert user["username"] == "admin"
    assert f'"password": "{user["password"]}"' in version.inputs["secretString"]
