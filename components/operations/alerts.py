"""Alerts: the topic that everything goes to which somebody has to know now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

# Which services publish to it, and what their messages come from.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
# https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
_PUBLISHERS = {
    "cloudwatch.amazonaws.com": "arn:aws:cloudwatch:*:{account}:alarm:*",
    "budgets.amazonaws.com": "arn:aws:budgets::{account}:*",
}


@dataclass(frozen=True, kw_only=True)
class AlertsArgs:
    """Alarms tell a topic of their own region, so there may be another topic in another region.

    `pagerduty_key` is the integration key of a PagerDuty service; the key's policy lets the services in.
    """

    account_id: str
    region: str
    kms_key_arn: pulumi.Input[str]
    pagerduty_key: pulumi.Input[str]


class Alerts(pulumi.ComponentResource):
    """Encrypted, and passed on to PagerDuty."""

    topic_arn: pulumi.Output[str]

    def __init__(self, name: str, args: AlertsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:operations:Alerts", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        topic = aws.sns.Topic(
            name, region=args.region, kms_master_key_id=args.kms_key_arn, tags={"Name": name}, opts=child
        )
        policy = aws.sns.TopicPolicy(
            name,
            region=args.region,
            arn=topic.arn,
            policy=pulumi.Output.json_dumps(_policy(topic.arn, args.account_id)),
            opts=child,
        )
        # The key is all that PagerDuty asks for, so the address is a secret as a whole.
        key: pulumi.Output[str] = pulumi.Output.secret(args.pagerduty_key)
        aws.sns.TopicSubscription(
            name,
            region=args.region,
            topic=topic.arn,
            protocol="https",
            endpoint=pulumi.Output.format("https://events.pagerduty.com/integration/{0}/enqueue", key),
            endpoint_auto_confirms=True,
            opts=child,
        )

        # Through the policy: before it nobody may publish.
        self.topic_arn = policy.arn
        self.register_outputs({"topic_arn": self.topic_arn})


def _policy(topic_arn: pulumi.Output[str], account_id: str) -> Mapping[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": service.split(".", maxsplit=1)[0].capitalize(),
                "Effect": "Allow",
                "Principal": {"Service": service},
                "Action": "sns:Publish",
                "Resource": topic_arn,
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": account_id},
                    "ArnLike": {"aws:SourceArn": source.format(account=account_id)},
                },
            }
            for service, source in _PUBLISHERS.items()
        ],
    }
