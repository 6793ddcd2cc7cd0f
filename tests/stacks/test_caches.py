from collections.abc import Callable

import pytest

from tests.phases import PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


@pytest.mark.parametrize("phase", PHASES)
def test_there_is_one_group_and_one_token_for_each_cache(platform: Platform, phase: str) -> None:
    recording, names = platform(phase, False), PHASES[phase].caches.keys()
    assert recording.of("softfactory:data:RedisGroup").keys() == names
    assert names <= recording.of("softfactory:data:StoreSecret").keys()


def test_only_the_cluster_reaches_them_in_the_data_subnets(platform: Platform) -> None:
    recording = platform("phase3", False)
    rule = recording.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "caches-cluster-6379")
    assert rule.inputs["referencedSecurityGroupId"] == "sg-cluster"
    assert [item.inputs["securityGroupIds"] for item in recording.of(GROUP).values()] == [["caches-id"]] * 2
    for group in recording.of("aws:elasticache/subnetGroup:SubnetGroup").values():
        assert group.inputs["subnetIds"] == [f"network-data-use1-az{zone}-id" for zone in (1, 2, 4)]


def test_the_token_in_the_secret_is_the_one_of_the_group(platform: Platform) -> None:
    recording = platform("phase2", False)
    version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "state")
    group = recording.one(GROUP, "state")
    written = version.inputs["secretString"]
    assert f'"username": "default", "password": "{group.inputs["authToken"]}"' in written
    assert version.urn in group.dependencies
