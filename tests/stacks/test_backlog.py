import json
from collections.abc import Callable

import pytest

from app.domain.catalog import QUEUES as OF_THE_APP
from app.domain.deployments import SHAPES
from app.jobs.backlog import EVERY_SECONDS, NAMESPACE, Backlog
from app.jobs.configuration import queue_name
from components.operations.rule import SOON
from components.operations.tables.jobs import ON_REDIS
from components.workloads.app_process import QUEUES
from stacks.backlog import VIRTUAL_HOST, dead_letter_queues
from tests.phases import PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"


def test_the_names_are_those_that_the_app_gives() -> None:
    assert tuple(OF_THE_APP) == QUEUES
    for shape in SHAPES:
        assert dead_letter_queues(shape) == [f"{queue_name(shape, queue)}.dead" for queue in OF_THE_APP]
    assert ON_REDIS.namespace == NAMESPACE
    told = Backlog(waiting={}, dead={}).metrics().keys()
    assert {metric.name for rule in ON_REDIS.rules for metric in rule.metrics.values()} == told
    # A sample for each period that an alarm looks at.
    assert EVERY_SECONDS <= min(rule.window.seconds for rule in ON_REDIS.rules) == SOON.seconds


def test_where_jobs_wait_on_redis_the_beat_says_how_many(platform: Platform) -> None:
    recording = platform("phase2", False)
    for name, metric in (("depth", "Waiting"), ("dead-letters", "Dead")):
        alarm = recording.one(ALARM, f"jobs-backlog-{name}").inputs
        assert (alarm["namespace"], alarm["metricName"]) == (NAMESPACE, metric)
        assert alarm["dimensions"] == {"Shape": "monolith"}
    # Where nobody says it, nobody would hear of dead letters either.
    assert recording.one(ALARM, "jobs-backlog-depth").inputs["treatMissingData"] == "breaching"
    assert recording.one(ALARM, "jobs-backlog-dead-letters").inputs["threshold"] == 0


def test_the_beat_may_tell_its_metrics_and_no_other(platform: Platform) -> None:
    recording = platform("phase2", False)
    policy = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", "jobs-beat").inputs["policy"])
    (statement,) = policy["Statement"]
    assert statement["Action"] == "cloudwatch:PutMetricData"
    assert statement["Condition"] == {"StringEquals": {"cloudwatch:namespace": NAMESPACE}}
    association = recording.one(ASSOCIATION, "jobs-beat")
    # Those of the namespace and of the account that its pods have: EKS gives credentials to no other.
    assert association.inputs["namespace"] == "softfactory"
    assert association.inputs["serviceAccount"] == "jobs-beat"
    # A pod that starts before its association never gets the role.
    pod = recording.one("kubernetes:apps/v1:Deployment", "jobs-beat-deployment")
    assert association.urn in pod.dependencies


def test_where_there_is_a_broker_each_of_its_dead_letter_queues_has_an_alarm(platform: Platform) -> None:
    alarms = platform("phase3", False).of(ALARM)
    watched = {
        alarm.inputs["dimensions"]["Queue"]: alarm.inputs
        for alarm in alarms.values()
        if "Queue" in alarm.inputs.get("dimensions", {})
    }
    shapes = set(SHAPES) - {"monolith"}
    assert watched.keys() == {queue for shape in shapes for queue in dead_letter_queues(shape)}
    for inputs in watched.values():
        assert (inputs["namespace"], inputs["metricName"]) == ("AWS/AmazonMQ", "MessageCount")
        assert inputs["dimensions"]["VirtualHost"] == VIRTUAL_HOST
        assert inputs["dimensions"]["Broker"].startswith("jobs-")
        assert inputs["threshold"] == 0


@pytest.mark.parametrize("phase", ["phase1", "phase3"])
def test_nobody_reports_where_there_is_no_queue_or_the_broker_does(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    assert not PHASES[phase].queues_on_redis
    assert recording.of(ASSOCIATION).keys() == {"ebs-csi-driver"}
    assert not [name for name in recording.of(ALARM) if "-backlog-" in name]
