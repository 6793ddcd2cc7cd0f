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
    counted = {name.removesuffix("-connections") for name in alarms if name.endswith("-connections")}
    assert counted == instances
    lagging = {name.removesuffix("-lag") for name in alarms if name.endswith("-lag") and "slot" not in name}
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
