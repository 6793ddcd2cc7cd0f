"""What an account holds that somebody made: once everything was given up, what was there before."""

from typing import Any

import boto3
import jmespath
from botocore import xform_name

# Service, operation, parameters, and the JMESPath of what counts; what AWS itself puts or keeps does not.
_LOOKS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("ec2", "DescribeVpcs", {}, "Vpcs[?!IsDefault].VpcId"),
    ("ec2", "DescribeSubnets", {}, "Subnets[?!DefaultForAz].SubnetId"),
    ("ec2", "DescribeSecurityGroups", {}, "SecurityGroups[?GroupName!='default'].GroupId"),
    ("ec2", "DescribeInternetGateways", {}, "InternetGateways[].InternetGatewayId"),
    ("ec2", "DescribeNatGateways", {}, "NatGateways[?State!='deleted'].NatGatewayId"),
    ("ec2", "DescribeAddresses", {}, "Addresses[].AllocationId"),
    ("ec2", "DescribeVpcEndpoints", {}, "VpcEndpoints[?State!='deleted'].VpcEndpointId"),
    ("ec2", "DescribeInstances", {}, "Reservations[].Instances[?State.Name!='terminated'][].InstanceId"),
    ("ec2", "DescribeVolumes", {}, "Volumes[].VolumeId"),
    ("ec2", "DescribeNetworkInterfaces", {}, "NetworkInterfaces[].NetworkInterfaceId"),
    ("ec2", "DescribeLaunchTemplates", {}, "LaunchTemplates[].LaunchTemplateName"),
    ("ec2", "DescribeFlowLogs", {}, "FlowLogs[].FlowLogId"),
    ("elbv2", "DescribeLoadBalancers", {}, "LoadBalancers[].LoadBalancerName"),
    ("elbv2", "DescribeTargetGroups", {}, "TargetGroups[].TargetGroupName"),
    ("acm", "ListCertificates", {}, "CertificateSummaryList[].DomainName"),
    ("cloudfront", "ListDistributions", {}, "DistributionList.Items[].DomainName"),
    ("cloudfront", "ListOriginAccessControls", {}, "OriginAccessControlList.Items[].Name"),
    ("cloudfront", "ListCachePolicies", {"Type": "custom"}, "CachePolicyList.Items[].CachePolicy.Id"),
    (
        "cloudfront",
        "ListResponseHeadersPolicies",
        {"Type": "custom"},
        "ResponseHeadersPolicyList.Items[].ResponseHeadersPolicy.Id",
    ),
    ("wafv2", "ListWebACLs", {"Scope": "CLOUDFRONT"}, "WebACLs[].Name"),
    ("s3", "ListBuckets", {}, "Buckets[].Name"),
    ("route53", "ListHostedZones", {}, "HostedZones[].Name"),
    ("ecr", "DescribeRepositories", {}, "repositories[].repositoryName"),
    ("rds", "DescribeDBInstances", {}, "DBInstances[].DBInstanceIdentifier"),
    ("rds", "DescribeDBSubnetGroups", {}, "DBSubnetGroups[].DBSubnetGroupName"),
    ("rds", "DescribeDBParameterGroups", {}, "DBParameterGroups[].DBParameterGroupName"),
    ("elasticache", "DescribeReplicationGroups", {}, "ReplicationGroups[].ReplicationGroupId"),
    ("elasticache", "DescribeCacheSubnetGroups", {}, "CacheSubnetGroups[].CacheSubnetGroupName"),
    (
        "elasticache",
        "DescribeCacheParameterGroups",
        {},
        "CacheParameterGroups[?!starts_with(CacheParameterGroupName, 'default.')].CacheParameterGroupName",
    ),
    ("mq", "ListBrokers", {}, "BrokerSummaries[].BrokerName"),
    ("opensearch", "ListDomainNames", {}, "DomainNames[].DomainName"),
    ("logs", "DescribeResourcePolicies", {}, "resourcePolicies[].policyName"),
    ("eks", "ListClusters", {}, "clusters"),
    ("autoscaling", "DescribeAutoScalingGroups", {}, "AutoScalingGroups[].AutoScalingGroupName"),
    ("iam", "ListRoles", {}, "Roles[?!starts_with(Path, '/aws-service-role/')].RoleName"),
    ("iam", "ListPolicies", {"Scope": "Local"}, "Policies[].Arn"),
    ("iam", "ListInstanceProfiles", {}, "InstanceProfiles[].InstanceProfileName"),
    ("logs", "DescribeLogGroups", {}, "logGroups[].logGroupName"),
    ("secretsmanager", "ListSecrets", {}, "SecretList[?!DeletedDate].Name"),
    ("kms", "ListAliases", {}, "Aliases[?!starts_with(AliasName, 'alias/aws/')].AliasName"),
)

# Made by `ops.bootstrap` before the platform: no part of it, so they stay, the zone without a record of ours.
PREPARED = {
    "ListHostedZones": ["softfactory.example."],
    "DescribeRepositories": ["alertmanager", "grafana", "jaeger", "kong", "prometheus", "softfactory"],
    "ListSecrets": ["softfactory/pagerduty"],
}


def leftovers(session: boto3.Session, endpoint: str) -> dict[str, list[str]]:
    """What is found, by operation; keys of KMS count unless they wait for their deletion."""
    found: dict[str, list[str]] = {}
    for service, operation, parameters, counts in _LOOKS:
        client: Any = session.client(service, endpoint_url=endpoint)  # type: ignore[call-overload]  # a service by name
        items = jmespath.search(counts, getattr(client, xform_name(operation))(**parameters))
        if items:
            found[operation] = sorted(items)
    route53 = session.client("route53", endpoint_url=endpoint)
    for zone in route53.list_hosted_zones()["HostedZones"]:
        records = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
        if names := [record["Name"] for record in records if record["Type"] not in {"NS", "SOA"}]:
            found["ListResourceRecordSets"] = names
    kms = session.client("kms", endpoint_url=endpoint)
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    if kept := [
        key["KeyId"] for key in keys if key["KeyState"] == "Enabled" and key["KeyManager"] == "CUSTOMER"
    ]:
        found["ListKeys"] = kept
    return found
