from collections.abc import Callable

import pytest

from tests.phases import PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
INSTANCE = "aws:rds/instance:Instance"


@pytest.mark.parametrize("phase", PHASES)
def test_there_is_one_cluster_and_one_secret_for_each_database(platform: Platform, phase: str) -> None:
    recording, names = platform(phase, False), PHASES[phase].databases.keys()
    assert recording.of("softfactory:data:PostgresCluster").keys() == names
    assert names <= recording.of("softfactory:data:StoreSecret").keys()


def test_only_the_cluster_reaches_the_databases(platform: Platform) -> None:
    recording = platform("phase3", False)
    rules = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert [
        (rule.inputs["referencedSecurityGroupId"], rule.inputs["fromPort"])
        for rule in rules
        if rule.inputs["securityGroupId"] == "databases-id"
    ] == [("sg-cluster", 5432)]
    for instance in recording.of(INSTANCE).values():
        assert instance.inputs["vpcSecurityGroupIds"] == ["databases-id"]


def test_databases_are_in_the_data_subnets_of_three_zones(platform: Platform) -> None:
    recording = platform("phase3", False)
    for group in recording.of("aws:rds/subnetGroup:SubnetGroup").values():
        assert group.inputs["subnetIds"] == [f"network-data-use1-az{zone}-id" for zone in (1, 2, 4)]


def test_each_database_is_called_as_sql_allows(platform: Platform) -> None:
    primaries = {
        name: item.inputs["dbName"]
        for name, item in platform("phase3", False).of(INSTANCE).items()
        if "replicateSourceDb" not in item.inputs
    }
    assert primaries == {
        "platform": "platform",
        "coocook": "coocook",
        "sns-auto": "sns_auto",
        "review": "review",
        "ai-automation": "ai_automation",
    }


def test_the_password_in_the_secret_is_the_one_of_the_database(platform: Platform) -> None:
    recording = platform("phase1", False)
    version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "platform")
    instance = recording.one(INSTANCE, "platform")
    assert f'"password": "{instance.inputs["password"]}"' in version.inputs["secretString"]
    assert version.urn in instance.dependencies
