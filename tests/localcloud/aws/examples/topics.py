"""Examples of topics and who listens to them."""

import json

from tests.localcloud.aws.examples.example import Example
from tests.localcloud.aws.examples.world import World

TOPIC = "aws:sns/topic:Topic"


def _policy(world: World, service: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "SNS:Publish",
        "Resource": world.example(TOPIC).id,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


EXAMPLES: dict[str, Example] = {
    TOPIC: Example(
        inputs=lambda w: {
            "displayName": "alarms",
            "kmsMasterKeyId": w.key.outputs["arn"],
            "deliveryPolicy": json.dumps({"http": {"defaultHealthyRetryPolicy": {"numRetries": 3}}}),
        },
        change={"displayName": "all alarms", "kmsMasterKeyId": "alias/aws/sns"},
        replaces={"name": "other"},
    ),
    "aws:sns/topicPolicy:TopicPolicy": Example(
        inputs=lambda w: {"arn": w.example(TOPIC).id, "policy": _policy(w, "cloudwatch.amazonaws.com")},
        change_with=lambda w: {"policy": _policy(w, "budgets.amazonaws.com")},
        replaces={"arn": "arn:aws:sns:us-east-1:1:other"},
        outlives=True,
    ),
    "aws:sns/topicSubscription:TopicSubscription": Example(
        inputs=lambda w: {
            "topic": w.example(TOPIC).id,
            "protocol": "https",
            "endpoint": "https://events.pagerduty.example/integration/key/enqueue",
            "endpointAutoConfirms": True,
        },
        change={"filterPolicy": json.dumps({"severity": ["page"]}), "rawMessageDelivery": True},
        replaces={"endpoint": "https://other.example"},
    ),
}
