import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from stacks.composition import compose
from tests.phases import INSTALLATION, PHASES, ROOT
from tests.recording import Recorded, Recording, record

Platform = Callable[[str, bool], Recording]
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"

# What keeps state or carries all traffic, by resource type: what its alarms call it by.
WATCHED: Mapping[str, Callable[[Recorded], str]] = {
    "aws:rds/instance:Instance": lambda item: str(item.inputs.get("identifier", f"{item.name}-0a1b2c3")),
    "aws:elasticache/replicationGroup:ReplicationGroup": lambda item: f"{item.name}-id-",
    "aws:mq/broker:Broker": lambda item: f"{item.name}-0a1b2c3",
    "aws:opensearch/domain:Domain": lambda item: str(item.inputs["domainName"]),
    "aws:lb/loadBalancer:LoadBalancer": lambda item: f"app/{item.name}-0a1b2c3/",
    "aws:lb/targetGroup:TargetGroup": lambda item: f"targetgroup/{item.name}-0a1b2c3/",
    "aws:cloudfront/distribution:Distribution": lambda item: f"{item.name}-id",
    "aws:ec2/instance:Instance": lambda item: f"{item.name}-id",
    "aws:ec2/natGateway:NatGateway": lambda item: f"{item.name}-id",
    "aws:eks/cluster:Cluster": lambda item: str(item.inputs["name"]),
    "aws:eks/nodeGroup:NodeGroup": lambda item: f"eks-{item.name}-0a1b2c3",
    "aws:backup/vault:Vault": lambda item: f"{item.name}-0a1b2c3",
}
# Services that store data: a type of theirs that is in none of the two lists has to be put into one.
STORING = re.compile(r"^aws:(rds|elasticache|mq|opensearch|backup|eks|dynamodb|efs|docdb|memorydb)/")
STATELESS = {
    "aws:backup/plan:Plan",
    "aws:backup/selection:Selection",
    "aws:eks/accessEntry:AccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/addon:Addon",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "aws:elasticache/parameterGroup:ParameterGroup",
    "aws:elasticache/subnetGroup:SubnetGroup",
    "aws:mq/configuration:Configuration",
    "aws:opensearch/domainPolicy:DomainPolicy",
    "aws:rds/parameterGroup:ParameterGroup",
    "aws:rds/subnetGroup:SubnetGroup",
}


def subjects(alarm: Recorded) -> set[str]:
    """Return the values of the dimensions that an alarm looks at."""
    inputs: Mapping[str, Any] = alarm.inputs
    metrics = [query["metric"] for query in inputs.get("metricQueries", []) if query.get("metric")]
    return {value for metric in (*metrics, inputs) for value in metric.get("dimensions", {}).values()}


@pytest.mark.parametrize("phase", PHASES)
def test_all_that_keeps_state_has_an_alarm(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    watched = {subject for alarm in recording.of(ALARM).values() for subject in subjects(alarm)}
    things = [item for item in recording.resources if item.type in WATCHED]
    assert len({item.type for item in things}) > 3
    # Of a group of nodes each is watched: their names begin with the group's.
    assert [
        item.name
        for item in things
        if not any(subject.startswith(WATCHED[item.type](item)) for subject in watched)
    ] == []


@pytest.mark.parametrize("phase", PHASES)
def test_nothing_that_may_keep_state_is_overlooked(platform: Platform, phase: str) -> None:
    types = {item.type for item in platform(phase, False).resources if STORING.match(item.type)}
    assert types - WATCHED.keys() - STATELESS == set()


@pytest.mark.parametrize("phase", PHASES)
def test_every_alarm_wakes_somebody_and_leads_to_a_runbook_that_is_there(
    platform: Platform, phase: str
) -> None:
    recording = platform(phase, False)
    topic = recording.one("aws:sns/topicPolicy:TopicPolicy", "alerts").inputs["arn"]
    for alarm in recording.of(ALARM).values():
        assert alarm.inputs["alarmActions"] == [topic]
        link = alarm.inputs["alarmDescription"].split()[-1]
        assert link.startswith("https://")
        assert (ROOT / "docs/runbooks" / link.rsplit("/", 1)[1]).is_file()
        assert alarm.inputs["treatMissingData"] in {"breaching", "notBreaching", "ignore", "missing"}


@pytest.mark.parametrize("phase", PHASES)
def test_all_that_has_an_alarm_is_on_the_dashboard(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    (dashboard,) = recording.of("aws:cloudwatch/dashboard:Dashboard").values()
    body = json.loads(dashboard.inputs["dashboardBody"])
    shown = {
        part
        for widget in body["widgets"]
        for line in widget["properties"].get("metrics", [])
        for part in line
        if isinstance(part, str)
    }
    for alarm in recording.of(ALARM).values():
        assert subjects(alarm) <= shown
    # CloudWatch takes 500 widgets, and 2500 metrics on all of them.
    assert len(body["widgets"]) <= 500


@pytest.mark.parametrize("phase", PHASES)
def test_every_log_group_forgets_and_is_encrypted(platform: Platform, phase: str) -> None:
    groups = platform(phase, False).of("aws:cloudwatch/logGroup:LogGroup")
    assert groups
    for group in groups.values():
        assert group.inputs["retentionInDays"] > 0
        assert group.inputs["kmsKeyId"]


@pytest.mark.parametrize("phase", PHASES)
def test_every_primary_is_copied_into_the_vault(platform: Platform, phase: str) -> None:
    selection = platform(phase, False).one("aws:backup/selection:Selection", "backups")
    assert selection.inputs["resources"] == [
        f"arn:aws:rds:us-east-1:123456789012:db:{name}-0a1b2c3" for name in sorted(PHASES[phase].databases)
    ]


def test_pagerduty_s_key_is_looked_up_and_a_secret_from_there_on(platform: Platform) -> None:
    recording = platform("phase1", False)
    asked = [args for token, args in recording.calls if token.endswith(":getSecretVersion")]
    assert {"secretId": "softfactory/pagerduty"} in asked
    holding = {
        (item.type, key)
        for item in recording.resources
        for key, value in item.inputs.items()
        if "pagerduty-key" in json.dumps(value)
    }
    assert holding == {("aws:sns/topicSubscription:TopicSubscription", "endpoint")}
    subscription = recording.one("aws:sns/topicSubscription:TopicSubscription", "alerts")
    assert "endpoint" in subscription.secrets


@pytest.mark.exhaustive
def test_an_alarm_of_another_region_tells_a_topic_there_that_its_own_key_encrypts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The checkout has the authorities of its own region only.
    monkeypatch.setattr("stacks.composition.certificates", lambda file, region: file)
    installation = INSTALLATION.model_copy(update={"region": "eu-west-1"})
    recording = record(lambda: compose(PHASES["phase3"], installation), preview=False)
    alarm = recording.one(ALARM, "cdn-errors").inputs
    topic = recording.one("aws:sns/topic:Topic", "alerts-us-east-1").inputs
    assert alarm["region"] == topic["region"] == "us-east-1"
    assert alarm["alarmActions"] == [
        recording.one("aws:sns/topicPolicy:TopicPolicy", "alerts-us-east-1").inputs["arn"]
    ]
    assert topic["kmsMasterKeyId"].endswith("/alerts-us-east-1")
    assert recording.one("aws:kms/key:Key", "alerts-us-east-1").inputs["region"] == "us-east-1"
    assert recording.one(ALARM, "platform-cpu").inputs["alarmActions"] != alarm["alarmActions"]
