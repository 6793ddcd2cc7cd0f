"""What each resource type of the program costs: a line of the bill, or nothing and why."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from policies.cost.price_book import Unpriced

# Type to the section of the bill that has its lines.
PRICED: Mapping[str, str] = {
    "aws:autoscaling/group:Group": "network",
    "aws:backup/vault:Vault": "operations",
    "aws:cloudfront/distribution:Distribution": "edge",
    "aws:cloudwatch/dashboard:Dashboard": "operations",
    "aws:cloudwatch/logGroup:LogGroup": "operations",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "operations",
    "aws:ec2/eip:Eip": "network",
    "aws:ec2/flowLog:FlowLog": "operations",
    "aws:ec2/instance:Instance": "network",
    "aws:ec2/natGateway:NatGateway": "network",
    "aws:eks/cluster:Cluster": "cluster",
    "aws:eks/nodeGroup:NodeGroup": "node_groups",
    "aws:elasticache/replicationGroup:ReplicationGroup": "caches",
    "aws:kms/key:Key": "operations",
    "aws:lb/loadBalancer:LoadBalancer": "edge",
    "aws:mq/broker:Broker": "brokers",
    "aws:opensearch/domain:Domain": "search_domains",
    "aws:rds/instance:Instance": "databases",
    "aws:s3/bucket:Bucket": "operations",
    "aws:secretsmanager/secret:Secret": "operations",
    "aws:wafv2/webAcl:WebAcl": "edge",
}

_CONFIGURATION = "configuration of what is priced"
_NETWORKING = "AWS asks nothing for it; what passes through is traffic"
# Patterns of types that cost nothing by themselves.
FREE_OF_CHARGE: Mapping[str, str] = {
    "pulumi:*": "the engine's own",
    "kubernetes:*": "runs on the nodes, which are priced, as are the volumes of pods",
    "aws:iam/*": "IAM is free",
    "aws:acm/*": "public certificates are free",
    "aws:sns/*": "the first million notices a month are free",
    "aws:budgets/*": "budgets without actions are free",
    "aws:autoscaling/attachment:*": _CONFIGURATION,
    "aws:autoscaling/policy:*": _CONFIGURATION,
    "aws:autoscaling/lifecycleHook:*": _CONFIGURATION,
    "aws:backup/plan:*": _CONFIGURATION,
    "aws:backup/selection:*": _CONFIGURATION,
    "aws:cloudfront/*Policy:*": _CONFIGURATION,
    "aws:cloudfront/function:*": "2 million calls a month are free",
    "aws:cloudfront/originAccessControl:*": _CONFIGURATION,
    "aws:cloudwatch/eventRule:*": "events of AWS's own services are free",
    "aws:cloudwatch/eventTarget:*": "events of AWS's own services are free",
    "aws:cloudwatch/log*Filter:*": _CONFIGURATION,
    "aws:cloudwatch/logResourcePolicy:*": _CONFIGURATION,
    "aws:ec2/defaultSecurityGroup:*": _NETWORKING,
    "aws:ec2/eipAssociation:*": _CONFIGURATION,
    "aws:ec2/internetGateway:*": _NETWORKING,
    "aws:ec2/launchTemplate:*": _CONFIGURATION,
    "aws:ec2/networkInterface:*": _NETWORKING,
    "aws:ec2/route*:*": _NETWORKING,
    "aws:ec2/securityGroup*:*": _NETWORKING,
    "aws:ec2/subnet:*": _NETWORKING,
    "aws:ec2/tag:*": _CONFIGURATION,
    "aws:ec2/vpc:*": _NETWORKING,
    "aws:ec2/vpcEndpoint:*": "a gateway endpoint is free; one with interfaces would not be",
    "aws:vpc/*": _NETWORKING,
    "aws:eks/a*": _CONFIGURATION,
    "aws:eks/podIdentityAssociation:*": _CONFIGURATION,
    "aws:elasticache/parameterGroup:*": _CONFIGURATION,
    "aws:elasticache/subnetGroup:*": _CONFIGURATION,
    "aws:kms/alias:*": _CONFIGURATION,
    "aws:lb/listener*:*": _CONFIGURATION,
    "aws:lb/targetGroup*:*": _CONFIGURATION,
    "aws:mq/configuration:*": _CONFIGURATION,
    "aws:opensearch/domainPolicy:*": _CONFIGURATION,
    "aws:rds/*Group:*": _CONFIGURATION,
    "aws:route53/record:*": "the zone is priced; it holds thousands of records",
    "aws:s3/bucket?*:*": _CONFIGURATION,
    "aws:secretsmanager/secret?*:*": _CONFIGURATION,
    "aws:wafv2/webAcl?*:*": _CONFIGURATION,
}


def unpriced(types: Iterable[str]) -> list[str]:
    """Return the types, sorted, that have neither a line nor a reason to cost nothing."""
    return sorted({kind for kind in types if kind not in PRICED and not reasons(kind)})


def check(types: Iterable[str]) -> None:
    """Raise Unpriced, naming every type whose price is not known."""
    if found := unpriced(types):
        raise Unpriced(
            f"{', '.join(found)}: no price; add a line to policies/cost/estimate.py and the type to "
            "policies/cost/resource_types.py, or say there why it costs nothing"
        )


def reasons(kind: str) -> list[str]:
    """Return why a type costs nothing; none if it may."""
    return [why for pattern, why in FREE_OF_CHARGE.items() if fnmatchcase(kind, pattern)]
