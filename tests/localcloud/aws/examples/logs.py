"""Examples of logs."""

from tests.localcloud.aws.examples.documents import OTHER_POLICY, POLICY
from tests.localcloud.aws.examples.example import Example

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"

EXAMPLES: dict[str, Example] = {
    LOG_GROUP: Example(
        inputs=lambda w: {"name": "/aws/eks/softfactory/cluster", "retentionInDays": 7},
        change={"retentionInDays": 14},
        replaces={"name": "/aws/eks/other/cluster"},
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Example(
        inputs=lambda w: {
            "logGroupName": w.example(LOG_GROUP).id,
            "pattern": "[status=5*]",
            "metricTransformation": {
                "name": "ServerErrors",
                "namespace": "SoftFactory",
                "value": "1",
                "defaultValue": "0",
            },
        },
        change={"pattern": "[status=50*]"},
        replaces={"name": "other"},
    ),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": Example(
        open=frozenset({"policyScope", "revisionId"}),
        inputs=lambda w: {"policyDocument": POLICY},
        change={"policyDocument": OTHER_POLICY},
        replaces={"policyName": "other"},
    ),
    "aws:ec2/flowLog:FlowLog": Example(
        inputs=lambda w: {
            "vpcId": w.vpc,
            "trafficType": "REJECT",
            "logDestination": w.example(LOG_GROUP).outputs["arn"],
            "iamRoleArn": w.role().outputs["arn"],
        },
        change={"tags": {"Name": "rejected"}},
        replaces={"trafficType": "ALL"},
    ),
}
