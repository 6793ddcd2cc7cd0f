import re
from collections.abc import Callable

import pytest

from components.instance_types import real_max_connections
from tests.phases import PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
GIB = 2**30


def test_each_primary_and_each_replica_is_watched(platform: Platform) -> None:
    alarms = platform("phase3", False).of(ALARM)
    instances = {
        name
        for database, size in PHASES["phase3"].databases.items()
        for name in (database, *(f"{database}-replica-{number + 1}" for number in range(size.replicas)))
    }
    counted = {
        name.removesuffix("-connections")
        for name, alarm in alarms.items()
        if alarm.inputs.get("metricName") == "DatabaseConnections"
    }
    assert counted == instances
    lagging = {name.removesuffix("-lag") for name in alarms if re.search(r"-replica-\d-lag$", name)}
    assert lagging == {name for name in instances if "-replica-" in name}


@pytest.mark.parametrize("phase", PHASES)
def test_connections_are_watched_at_80_percent_of_what_the_class_really_holds(
    platform: Platform, phase: str
) -> None:
    alarms = platform(phase, False).of(ALARM)
    for name, size in PHASES[phase].databases.items():
        kinds = {name: size.instance_class}
        if size.replica_instance_class:
            kinds[f"{name}-replica-1"] = size.replica_instance_class
        for instance, kind in kinds.items():
            most = min(size.max_connections, real_max_connections(kind))
            assert alarms[f"{instance}-connections"].inputs["threshold"] == pytest.approx(0.8 * most)


def test_limits_follow_from_the_size(platform: Platform) -> None:
    alarms = platform("phase1", False).of(ALARM)
    assert alarms["platform-memory"].inputs["threshold"] == pytest.approx(0.4 * GIB)
    assert alarms["platform-storage"].inputs["threshold"] == pytest.approx(2.5 * GIB)
    assert alarms["platform-slot-lag"].inputs["threshold"] == pytest.approx(5 * GIB)


def test_only_burstable_classes_have_credits(platform: Platform) -> None:
    alarms = platform("phase2", False).of(ALARM)
    assert {"platform-credits", "platform-replica-1-credits"} <= alarms.keys()


@pytest.mark.parametrize("phase", PHASES)
def test_each_group_of_nodes_is_watched_by_its_auto_scaling_group(platform: Platform, phase: str) -> None:
    alarms = platform(phase, False).of(ALARM)
    for group in PHASES[phase].node_groups:
        dimensions = alarms[f"nodes-{group}-status"].inputs["dimensions"]
        assert dimensions == {"AutoScalingGroupName": f"eks-{group}-0a1b2c3"}


def test_each_node_of_a_redis_group_is_watched_as_what_it_holds(platform: Platform) -> None:
    alarms = platform("phase3", False).of(ALARM)
    nodes = {name.removesuffix("-engine-cpu") for name in alarms if name.endswith("-engine-cpu")}
    assert nodes == {
        *(f"state-node-{number}" for number in (1, 2)),
        *(f"cache-cluster-node-{number}" for number in range(1, 7)),
    }
    assert {name for name in nodes if f"{name}-hit-rate" in alarms} == {
        name for name in nodes if name.startswith("cache-")
    }
    assert {name for name in nodes if f"{name}-evictions" in alarms} == {"state-node-1", "state-node-2"}
    assert alarms["state-node-1-evictions"].inputs["dimensions"] == {
        "CacheClusterId": "state-id-001",
        "CacheNodeId": "0001",
    }


@pytest.mark.parametrize("phase", PHASES)
def test_the_hit_rate_is_the_phase_s(platform: Platform, phase: str) -> None:
    rates = {
        item.inputs["threshold"]
        for name, item in platform(phase, False).of(ALARM).items()
        if name.endswith("-hit-rate")
    }
    assert rates == {PHASES[phase].operations.cache_hit_rate_percent}


def test_the_broker_is_watched_at_80_percent_of_the_connections_that_it_takes(platform: Platform) -> None:
    alarm = platform("phase3", False).one(ALARM, "jobs-connections").inputs
    assert alarm["threshold"] == 240
    assert alarm["namespace"] == "AWS/AmazonMQ"
    assert alarm["dimensions"].keys() == {"Broker"}


def test_the_search_domain_is_watched_by_its_name_and_account(platform: Platform) -> None:
    alarm = platform("phase3", False).one(ALARM, "search-storage").inputs
    assert alarm["dimensions"] == {"DomainName": "softfactory-search", "ClientId": "123456789012"}
    assert alarm["threshold"] == 2560


@pytest.mark.parametrize(
    ("phase", "dimensions", "alarms"),
    [
        ("phase1", {"AutoScalingGroupName": "network-nat-0a1b2c3"}, {"nat-status", "nat-cpu"}),
        ("phase3", {"NatGatewayId": "network-nat-id"}, {"nat-ports"}),
    ],
)
def test_the_way_out_is_watched_as_what_it_is(
    platform: Platform, phase: str, dimensions: dict[str, str], alarms: set[str]
) -> None:
    found = {name: item for name, item in platform(phase, False).of(ALARM).items() if name.startswith("nat-")}
    assert found.keys() == alarms
    for item in found.values():
        assert item.inputs["dimensions"] == dimensions


def test_the_cdn_is_watched_where_its_metrics_are(platform: Platform) -> None:
    alarm = platform("phase3", False).one(ALARM, "cdn-errors").inputs
    assert alarm["region"] == "us-east-1"
    assert alarm["dimensions"]["Region"] == "Global"
    assert not [name for name in platform("phase2", False).of(ALARM) if name.startswith("cdn-")]


@pytest.mark.parametrize("phase", PHASES)
def test_the_load_balancer_and_its_targets_are_watched(platform: Platform, phase: str) -> None:
    alarms = platform(phase, False).of(ALARM)
    assert alarms["load-balancer-latency"].inputs["dimensions"].keys() == {"LoadBalancer"}
    assert alarms["targets-healthy"].inputs["dimensions"].keys() == {"LoadBalancer", "TargetGroup"}
