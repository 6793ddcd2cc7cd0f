from typing import Any

import pulumi
import pytest

from components.data.redis_group import RedisGroup, RedisGroupArgs
from components.data.redis_size import RedisSize
from tests.components.data.test_redis_size import CACHE, CLUSTER, STATE
from tests.recording import Recording, record

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
SUBNETS, LOGS = "aws:elasticache/subnetGroup:SubnetGroup", "aws:cloudwatch/logGroup:LogGroup"


def arguments(values: dict[str, Any]) -> RedisGroupArgs:
    return RedisGroupArgs(
        size=RedisSize.model_validate(values),
        subnet_ids=["subnet-1", "subnet-2"],
        security_group_ids=["sg-1"],
        auth_token="plain",
        kms_key_arn="arn:key",
    )


def group(preview: bool, values: dict[str, Any]) -> Recording:
    return record(lambda: RedisGroup("state", arguments(values)), preview=preview)


@pytest.mark.parametrize("values", [CACHE, STATE, CLUSTER])
def test_it_is_made_of_exactly_these_parts(preview: bool, values: dict[str, Any]) -> None:
    assert group(preview, values).children("softfactory:data:RedisGroup", "state") == {
        (SUBNETS, "state"),
        (PARAMETERS, "state"),
        (LOGS, "state"),
        (GROUP, "state"),
    }


# What every group has, whatever the phase.
SAME: dict[str, object] = {
    "engine": "valkey",
    "engineVersion": "8.0",
    "port": 6379,
    "parameterGroupName": "state-0a1b2c3",
    "subnetGroupName": "state-0a1b2c3",
    "securityGroupIds": ["sg-1"],
    "atRestEncryptionEnabled": True,
    "kmsKeyId": "arn:key",
    "transitEncryptionEnabled": True,
    "transitEncryptionMode": "required",
    "authToken": "plain",
    "snapshotWindow": "07:00-08:00",
    "maintenanceWindow": "sun:08:30-sun:09:30",
    "autoMinorVersionUpgrade": True,
    "applyImmediately": True,
    "logDeliveryConfigurations": [
        {
            "logType": "slow-log",
            "logFormat": "json",
            "destinationType": "cloudwatch-logs",
            "destination": "/aws/vendedlogs/elasticache/state-0a1b2c3/slow-log",
        }
    ],
    "tags": {"Name": "state"},
}


@pytest.mark.parametrize(
    ("values", "own"),
    [
        (
            CACHE,
            {
                "description": "state: holds cache",
                "nodeType": "cache.t4g.small",
                "clusterMode": "disabled",
                "numCacheClusters": 1,
                "automaticFailoverEnabled": False,
                "multiAzEnabled": False,
                "snapshotRetentionLimit": 0,
            },
        ),
        (
            STATE,
            {
                "description": "state: holds state",
                "nodeType": "cache.t4g.medium",
                "clusterMode": "disabled",
                "numCacheClusters": 2,
                "automaticFailoverEnabled": True,
                "multiAzEnabled": True,
                "snapshotRetentionLimit": 7,
                "finalSnapshotIdentifier": "state-0a1b2c3-final",
            },
        ),
        (
            CLUSTER,
            {
                "description": "state: holds cache",
                "nodeType": "cache.t4g.small",
                "clusterMode": "enabled",
                "numNodeGroups": 3,
                "replicasPerNodeGroup": 1,
                "automaticFailoverEnabled": True,
                "multiAzEnabled": True,
                "snapshotRetentionLimit": 0,
            },
        ),
    ],
)
def test_it_has_the_size_of_the_phase(values: dict[str, Any], own: dict[str, object]) -> None:
    assert group(False, values).one(GROUP, "state").inputs == SAME | own


@pytest.mark.parametrize(
    ("values", "parameters"),
    [
        (CACHE, {"maxmemory-policy": "allkeys-lru", "reserved-memory-percent": "25"}),
        (STATE, {"maxmemory-policy": "noeviction", "reserved-memory-percent": "15"}),
        (
            CLUSTER,
            {"maxmemory-policy": "allkeys-lru", "reserved-memory-percent": "25", "cluster-enabled": "yes"},
        ),
    ],
)
def test_its_parameters_are_its_own(
    preview: bool, values: dict[str, Any], parameters: dict[str, str]
) -> None:
    inputs = group(preview, values).one(PARAMETERS, "state").inputs
    assert inputs["family"] == "valkey8"
    assert {item["name"]: item["value"] for item in inputs["parameters"]} == parameters


def test_the_token_is_a_secret_whatever_the_caller_passes(preview: bool) -> None:
    assert group(preview, STATE).one(GROUP, "state").secrets == {"authToken"}


def test_slow_commands_are_logged_to_a_group_of_ours() -> None:
    logs = group(False, STATE).one(LOGS, "state").inputs
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (7, "arn:key")


def test_only_what_is_protected_refuses_deletion(preview: bool) -> None:
    assert group(preview, STATE).one(GROUP, "state").protect
    assert not group(preview, CACHE).one(GROUP, "state").protect
    opts = pulumi.ResourceOptions(protect=True)
    recording = record(lambda: RedisGroup("cache", arguments(CACHE), opts), preview=preview)
    assert recording.one(GROUP, "cache").protect


@pytest.mark.parametrize(
    ("values", "endpoint", "reader", "nodes"),
    [
        (CACHE, "primary.state-id", "reader.state-id", ["state-id-001"]),
        (STATE, "primary.state-id", "reader.state-id", ["state-id-001", "state-id-002"]),
        (
            CLUSTER,
            "config.state-id",
            "config.state-id",
            [f"state-id-000{shard}-00{node}" for shard in (1, 2, 3) for node in (1, 2)],
        ),
    ],
)
def test_it_hands_on_its_hosts_and_nodes(
    values: dict[str, Any], endpoint: str, reader: str, nodes: list[str]
) -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = RedisGroup("state", arguments(values))
        found = pulumi.Output.all(made.endpoint, made.reader_endpoint, *made.node_ids)
        return found.apply(seen.extend)

    record(program, preview=False)
    assert seen == [endpoint, reader, *nodes]
