"""Examples of search domains."""

import json

from tests.localcloud.aws.examples.example import Example
from tests.localcloud.aws.examples.world import World

DOMAIN = "aws:opensearch/domain:Domain"
ACCESS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "es:*",
            "Resource": "arn:aws:es:us-east-1:123456789012:domain/search/*",
        }
    ],
}


def _log_group(world: World) -> str:
    """One that a domain may write to; with it comes the role that lets a domain into a VPC."""
    world.example("aws:iam/serviceLinkedRole:ServiceLinkedRole")
    group = str(world.example("aws:cloudwatch/logGroup:LogGroup").outputs["arn"])
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "es.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{group}:*",
    }
    world.get(
        "search-logs",
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        policyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]}),
    )
    return group


EXAMPLES: dict[str, Example] = {
    DOMAIN: Example(
        inputs=lambda w: {
            "engineVersion": "OpenSearch_2.19",
            "clusterConfig": {
                "instanceType": "t3.small.search",
                "instanceCount": 2,
                "zoneAwarenessEnabled": True,
                "zoneAwarenessConfig": {"availabilityZoneCount": 2},
            },
            "ebsOptions": {"ebsEnabled": True, "volumeType": "gp3", "volumeSize": 10},
            "encryptAtRest": {"enabled": True, "kmsKeyId": w.key.outputs["arn"]},
            "nodeToNodeEncryption": {"enabled": True},
            "domainEndpointOptions": {
                "enforceHttps": True,
                "tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07",
            },
            "advancedSecurityOptions": {
                "enabled": True,
                "internalUserDatabaseEnabled": True,
                "masterUserOptions": {
                    "masterUserName": "search",
                    "masterUserPassword": "Correct-horse-battery-1",
                },
            },
            "vpcOptions": {"subnetIds": [w.subnet(0), w.subnet(1)], "securityGroupIds": [w.group(0)]},
            "accessPolicies": json.dumps(ACCESS),
            "advancedOptions": {"indices.query.bool.max_clause_count": "1024"},
            "logPublishingOptions": [
                {"logType": "ES_APPLICATION_LOGS", "cloudwatchLogGroupArn": _log_group(w)}
            ],
        },
        change={
            "ebsOptions": {"ebsEnabled": True, "volumeType": "gp3", "volumeSize": 20},
            "logPublishingOptions": [],
            "engineVersion": "OpenSearch_3.1",
        },
        replaces={"encryptAtRest": {"enabled": True, "kmsKeyId": "other"}},
        open=frozenset({"endpointV2", "dashboardEndpointV2", "domainEndpointV2HostedZoneId"}),
    )
}
