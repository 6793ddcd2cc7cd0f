"""Examples of caches."""

from tests.localcloud.aws.examples.example import Example

SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup"
PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"

EXAMPLES: dict[str, Example] = {
    SUBNETS: Example(
        inputs=lambda w: {"subnetIds": [w.subnet(0), w.subnet(1)]},
        change_with=lambda w: {"subnetIds": [w.subnet(0), w.subnet(1), w.subnet(2)], "description": "data"},
        replaces={"name": "other"},
    ),
    PARAMETERS: Example(
        inputs=lambda w: {
            "family": "valkey8",
            "parameters": [
                {"name": "maxmemory-policy", "value": "noeviction"},
                {"name": "reserved-memory-percent", "value": "15"},
            ],
        },
        change={"parameters": [{"name": "maxmemory-policy", "value": "allkeys-lru"}]},
        replaces={"family": "redis7"},
    ),
    GROUP: Example(
        open=frozenset({"configurationEndpointAddress"}),
        inputs=lambda w: {
            "description": "sessions and queues",
            "engine": "valkey",
            "engineVersion": "8.0",
            "nodeType": "cache.t4g.medium",
            "numCacheClusters": 2,
            "port": 6379,
            "automaticFailoverEnabled": True,
            "multiAzEnabled": True,
            "subnetGroupName": w.example(SUBNETS).id,
            "parameterGroupName": w.example(PARAMETERS).id,
            "securityGroupIds": [w.group(0)],
            "atRestEncryptionEnabled": True,
            "kmsKeyId": w.key.outputs["arn"],
            "transitEncryptionEnabled": True,
            "transitEncryptionMode": "required",
            "authToken": "correct-horse-battery-staple",
            "snapshotRetentionLimit": 7,
            "snapshotWindow": "03:00-04:00",
            "maintenanceWindow": "sun:05:00-sun:06:00",
            "applyImmediately": True,
            "logDeliveryConfigurations": [
                {
                    "logType": "slow-log",
                    "logFormat": "json",
                    "destinationType": "cloudwatch-logs",
                    "destination": w.example("aws:cloudwatch/logGroup:LogGroup").id,
                }
            ],
        },
        change={
            "nodeType": "cache.t4g.small",
            "numCacheClusters": 3,
            "authToken": "correct-horse-battery-staple-2",
            "authTokenUpdateStrategy": "SET",
            "snapshotRetentionLimit": 14,
            "logDeliveryConfigurations": [],
        },
        replaces={"kmsKeyId": "other"},
    ),
}
