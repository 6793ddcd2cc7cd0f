"""Examples of brokers."""

from tests.localcloud.aws.examples.example import Example

BROKER = "aws:mq/broker:Broker"

EXAMPLES: dict[str, Example] = {
    BROKER: Example(
        open=frozenset({"pendingDataReplicationMode"}),
        inputs=lambda w: {
            "engineType": "RabbitMQ",
            "engineVersion": "4.2",
            "hostInstanceType": "mq.m7g.medium",
            "deploymentMode": "CLUSTER_MULTI_AZ",
            "subnetIds": [w.subnet(0), w.subnet(1), w.subnet(2)],
            "securityGroups": [w.group(0)],
            "encryptionOptions": {"kmsKeyId": w.key.outputs["arn"], "useAwsOwnedKey": False},
            "autoMinorVersionUpgrade": True,
            "users": [{"username": "jobs", "password": "correct-horse-battery"}],
            "logs": {"general": True},
            "maintenanceWindowStartTime": {"dayOfWeek": "SUNDAY", "timeOfDay": "05:00", "timeZone": "UTC"},
            "applyImmediately": True,
        },
        change={"hostInstanceType": "mq.m7g.large", "logs": {"general": False}},
        replaces={"deploymentMode": "SINGLE_INSTANCE"},
    ),
    "aws:mq/configuration:Configuration": Example(
        inputs=lambda w: {
            "engineType": "RabbitMQ",
            "engineVersion": "4.2",
            "description": "limits",
            "data": "consumer_timeout = 1800000\n",
        },
        change={"data": "consumer_timeout = 3600000\n", "description": "longer"},
        replaces={"name": "other"},
    ),
}
