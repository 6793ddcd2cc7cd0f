"""Changes of a replication group: at once, pending, or refused."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.elasticache.conftest import CLUSTER, Caches


def test_node_type_and_version_wait_and_are_shown_at_the_members(caches: Caches) -> None:
    caches.create()
    waiting = caches.modify(CacheNodeType="cache.t4g.medium", EngineVersion="8.1")
    assert waiting["CacheNodeType"] == "cache.t4g.small"
    member = caches.member("state-001")
    assert member["PendingModifiedValues"] == {"CacheNodeType": "cache.t4g.medium", "EngineVersion": "8.1"}
    assert member["EngineVersion"] == "8.0.1"

    caches.modify(ApplyImmediately=True)
    assert caches["state"]["CacheNodeType"] == "cache.t4g.medium"
    member = caches.member("state-001")
    assert (member["EngineVersion"], member["PendingModifiedValues"]) == ("8.1.0", {})


def test_failover_waits_and_is_shown_at_the_group(caches: Caches) -> None:
    caches.create(AutomaticFailoverEnabled=False)
    waiting = caches.modify(AutomaticFailoverEnabled=True)
    assert waiting["AutomaticFailover"] == "disabled"
    assert waiting["PendingModifiedValues"] == {"AutomaticFailoverStatus": "enabled"}
    assert caches.modify(AutomaticFailoverEnabled=False)["PendingModifiedValues"] == {}
    assert (
        caches.modify(AutomaticFailoverEnabled=True, ApplyImmediately=True)["AutomaticFailover"] == "enabled"
    )


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"ReplicationGroupDescription": "other"}, {"Description": "other"}),
        ({"SnapshotRetentionLimit": 7}, {"SnapshotRetentionLimit": 7}),
        ({"SnapshotWindow": "01:00-02:00"}, {"SnapshotWindow": "01:00-02:00"}),
        ({"AutoMinorVersionUpgrade": False}, {"AutoMinorVersionUpgrade": False}),
        ({"MultiAZEnabled": True}, {"MultiAZ": "enabled"}),
        ({"AuthToken": "0123456789abcdef", "AuthTokenUpdateStrategy": "SET"}, {"AuthTokenEnabled": True}),
    ],
)
def test_never_waits(caches: Caches, change: dict[str, Any], shown: dict[str, Any]) -> None:
    caches.create()
    changed = caches.modify(**change)
    assert {name: changed[name] for name in shown} == shown


def test_logs_are_set_one_type_at_a_time(caches: Caches) -> None:
    caches.create()
    slow = {
        "LogType": "slow-log",
        "DestinationType": "cloudwatch-logs",
        "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/slow"}},
        "LogFormat": "json",
    }
    engine = {**slow, "LogType": "engine-log"}
    caches.modify(LogDeliveryConfigurations=[{**slow, "Enabled": True}, {**engine, "Enabled": True}])
    changed = caches.modify(LogDeliveryConfigurations=[{"LogType": "slow-log", "Enabled": False}])
    assert changed["LogDeliveryConfigurations"] == [{**engine, "Status": "active"}]


def test_redis_becomes_valkey_with_the_group_of_its_family(caches: Caches) -> None:
    caches.create(Engine="redis", EngineVersion="7.1", CacheParameterGroupName=None)
    caches.modify(Engine="valkey", EngineVersion="8.0", ApplyImmediately=True)
    assert caches["state"]["Engine"] == "valkey"
    assert caches.member("state-001")["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"
    with pytest.raises(ClientError, match="from valkey to redis"):
        caches.modify(Engine="redis", EngineVersion="7.1")


def test_another_parameter_group_applies_at_once(caches: Caches) -> None:
    caches.create()
    caches.modify(CacheParameterGroupName="default.valkey8")
    assert caches.member("state-001")["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"


def test_cluster_mode_goes_one_way_and_through_compatible(caches: Caches) -> None:
    caches.create(CacheParameterGroupName=None)
    with pytest.raises(ClientError, match="Set the cluster mode to compatible before"):
        caches.modify(ClusterMode="enabled", ApplyImmediately=True)
    assert caches.modify(ClusterMode="compatible", ApplyImmediately=True)["ClusterMode"] == "compatible"
    caches.create(CLUSTER)
    with pytest.raises(ClientError, match="from enabled to disabled"):
        caches.modify("cache-cluster", ClusterMode="disabled", ApplyImmediately=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"EngineVersion": "7.2"}, "Cannot downgrade valkey from version 8.0 to 7.2"),
        ({"EngineVersion": "9.0"}, "parameter group state does not fit valkey 9.0"),
        ({"CacheNodeType": "cache.m4.large"}, "CacheNodeType is invalid"),
        ({"CacheParameterGroupName": "none"}, "CacheParameterGroupNotFound"),
        ({"SecurityGroupIds": ["sg-1"]}, "security group Ids are invalid: sg-1"),
        ({"AuthToken": "short"}, "Invalid AuthToken"),
        ({"AutomaticFailoverEnabled": False, "MultiAZEnabled": True}, "Multi AZ requires"),
    ],
)
def test_refuses_and_changes_nothing(caches: Caches, change: dict[str, Any], words: str) -> None:
    caches.create()
    before = caches["state"]
    with pytest.raises(ClientError, match=words):
        caches.modify(**{"ReplicationGroupDescription": "other", **change}, ApplyImmediately=True)
    assert caches["state"] == before


def test_a_group_that_is_not_there(caches: Caches) -> None:
    with pytest.raises(ClientError, match="ReplicationGroupNotFoundFault"):
        caches.modify("none", SnapshotRetentionLimit=1)
