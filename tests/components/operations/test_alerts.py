import json

import pulumi

from components.operations.alerts import Alerts, AlertsArgs
from tests.recording import ACCOUNT, Recording, record

TOPIC, POLICY = "aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
ARGS = AlertsArgs(account_id=ACCOUNT, region="eu-west-1", kms_key_arn="arn:key", pagerduty_key="the-key")


def alerts(preview: bool) -> Recording:
    return record(lambda: Alerts("alerts", ARGS), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert alerts(preview).children("softfactory:operations:Alerts", "alerts") == {
        (TOPIC, "alerts"),
        (POLICY, "alerts"),
        (SUBSCRIPTION, "alerts"),
    }


def test_all_of_it_is_in_the_region_of_the_alarms(preview: bool) -> None:
    recording = alerts(preview)
    for kind in (TOPIC, POLICY, SUBSCRIPTION):
        assert recording.one(kind, "alerts").inputs["region"] == "eu-west-1"


def test_it_is_encrypted_with_our_key(preview: bool) -> None:
    assert alerts(preview).one(TOPIC, "alerts").inputs["kmsMasterKeyId"] == "arn:key"


def test_only_alarms_and_budgets_of_this_account_publish() -> None:
    policy = json.loads(alerts(False).one(POLICY, "alerts").inputs["policy"])
    assert {
        statement["Principal"]["Service"]: statement["Condition"] for statement in policy["Statement"]
    } == {
        "cloudwatch.amazonaws.com": {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:*:{ACCOUNT}:alarm:*"},
        },
        "budgets.amazonaws.com": {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:budgets::{ACCOUNT}:*"},
        },
    }
    for statement in policy["Statement"]:
        assert (statement["Effect"], statement["Action"]) == ("Allow", "sns:Publish")
        assert statement["Resource"].endswith("/alerts")


def test_pagerduty_is_told_and_its_key_is_a_secret(preview: bool) -> None:
    subscription = alerts(preview).one(SUBSCRIPTION, "alerts")
    assert subscription.inputs["protocol"] == "https"
    assert subscription.inputs["endpoint"] == "https://events.pagerduty.com/integration/the-key/enqueue"
    assert "endpoint" in subscription.secrets
    assert subscription.inputs["endpointAutoConfirms"] is True


def test_who_takes_the_topic_from_it_waits_for_the_policy() -> None:
    seen: list[str] = []

    def program() -> pulumi.Output[None]:
        made = Alerts("alerts", ARGS)

        async def look() -> None:
            found = [str(await resource.urn.future()) for resource in await made.topic_arn.resources()]
            seen.extend(found)

        return pulumi.Output.from_input(look())

    record(program, preview=False)
    assert any(POLICY in urn for urn in seen)
