"""A bit of everything that a platform needs of AWS, in steps, and one look at all of it."""

import json
from collections.abc import Callable
from typing import Any

Client = Callable[[str], Any]
ROLE = "arn:aws:iam::123456789012:role/workload"
_TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
_ALLOW = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)

# CloudFront's managed cache policy CachingOptimized.
OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"


class Workload:
    """Each step is one method; they run in the order in which they are written."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.subnets: list[str] = []
        self.key = ""
        self.ciphertext = b""

    def network(self) -> None:
        ec2 = self._client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        for number, zone in enumerate("abc"):
            subnet = ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}"
            )
            self.subnets.append(subnet["Subnet"]["SubnetId"])
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        ec2.associate_route_table(RouteTableId=table, SubnetId=self.subnets[0])
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        ec2.create_nat_gateway(SubnetId=self.subnets[0], AllocationId=address)
        endpoint = {"VpcId": vpc, "ServiceName": "com.amazonaws.us-east-1.s3", "RouteTableIds": [table]}
        ec2.create_vpc_endpoint(VpcEndpointType="Gateway", **endpoint)
        groups = [
            ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
            for name in ("web", "data")
        ]
        permission = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}
        ec2.authorize_security_group_ingress(
            GroupId=groups[1], IpPermissions=[{**permission, "UserIdGroupPairs": [{"GroupId": groups[0]}]}]
        )
        ec2.create_key_pair(KeyName="nodes")
        ec2.create_launch_template(
            LaunchTemplateName="nodes", LaunchTemplateData={"InstanceType": "t4g.large"}
        )

    def identities(self) -> None:
        iam = self._client("iam")
        iam.create_role(RoleName="workload", AssumeRolePolicyDocument=_TRUST)
        iam.put_role_policy(RoleName="workload", PolicyName="p", PolicyDocument=_ALLOW)
        policy = iam.create_policy(PolicyName="q", PolicyDocument=_ALLOW)["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="workload", PolicyArn=policy)
        iam.create_user(UserName="ci")
        iam.create_access_key(UserName="ci")
        self._client("sts").assume_role(RoleArn=ROLE, RoleSessionName="session")

    def keys_and_secrets(self) -> None:
        kms = self._client("kms")
        self.key = kms.create_key(Description="data")["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/data", TargetKeyId=self.key)
        kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
        self.ciphertext = kms.encrypt(KeyId=self.key, Plaintext=b"secret")["CiphertextBlob"]
        self._client("secretsmanager").create_secret(Name="db", SecretString="{}", KmsKeyId=self.key)
        self._client("ssm").put_parameter(Name="/a", Value="b", Type="SecureString")
        self._client("acm").request_certificate(DomainName="example.com", ValidationMethod="DNS")

    def databases(self) -> None:
        rds = self._client("rds")
        rds.create_db_subnet_group(
            DBSubnetGroupName="data", DBSubnetGroupDescription="d", SubnetIds=self.subnets
        )
        rds.create_db_parameter_group(
            DBParameterGroupName="pg", DBParameterGroupFamily="postgres15", Description="d"
        )
        instance = {"DBInstanceClass": "db.t3.medium", "Engine": "postgres", "AllocatedStorage": 50}
        rds.create_db_instance(
            DBInstanceIdentifier="platform",
            MasterUsername="app",
            MasterUserPassword="password12",
            BackupRetentionPeriod=7,
            DBSubnetGroupName="data",
            EngineVersion="15.10",
            **instance,
        )
        rds.create_db_instance_read_replica(
            DBInstanceIdentifier="replica", SourceDBInstanceIdentifier="platform"
        )
        cache = self._client("elasticache")
        cache.create_cache_subnet_group(
            CacheSubnetGroupName="cache", CacheSubnetGroupDescription="d", SubnetIds=self.subnets
        )
        cache.create_replication_group(
            ReplicationGroupId="state",
            ReplicationGroupDescription="d",
            Engine="redis",
            CacheNodeType="cache.t4g.small",
            CacheSubnetGroupName="cache",
            NumCacheClusters=2,
            AutomaticFailoverEnabled=True,
        )

    def cluster(self) -> None:
        eks = self._client("eks")
        eks.create_cluster(
            name="platform",
            roleArn=ROLE,
            resourcesVpcConfig={"subnetIds": self.subnets},
            accessConfig={"authenticationMode": "API"},
        )
        eks.create_nodegroup(
            clusterName="platform",
            nodegroupName="general",
            subnets=self.subnets,
            nodeRole=ROLE,
            scalingConfig={"minSize": 1, "maxSize": 4, "desiredSize": 3},
            launchTemplate={"name": "nodes", "version": "1"},
        )
        eks.create_addon(clusterName="platform", addonName="coredns")
        eks.create_access_entry(clusterName="platform", principalArn=ROLE.replace("workload", "dev"))
        eks.create_pod_identity_association(
            clusterName="platform", namespace="web", serviceAccount="web", roleArn=ROLE
        )

    def edge(self) -> None:
        elb = self._client("elbv2")
        balancer = elb.create_load_balancer(Name="edge", Subnets=self.subnets)["LoadBalancers"][0]
        target = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=balancer["VpcId"])
        forward = [{"Type": "forward", "TargetGroupArn": target["TargetGroups"][0]["TargetGroupArn"]}]
        listener = elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=forward
        )["Listeners"][0]
        elb.create_rule(
            ListenerArn=listener["ListenerArn"],
            Priority=1,
            Conditions=[{"Field": "path-pattern", "Values": ["/api"]}],
            Actions=forward,
        )
        self._client("route53").create_hosted_zone(Name="example.com", CallerReference="1")
        self._client("wafv2").create_web_acl(
            Name="edge",
            Scope="REGIONAL",
            DefaultAction={"Allow": {}},
            VisibilityConfig={
                "SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"
            },
        )  # fmt: skip

    def operations(self) -> None:
        self._client("logs").create_log_group(logGroupName="/app")
        topic = self._client("sns").create_topic(Name="alerts")["TopicArn"]
        self._client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.com")
        self._client("cloudwatch").put_metric_alarm(
            AlarmName="cpu",
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            MetricName="CPUUtilization",
            Namespace="AWS/RDS",
            Period=60,
            Statistic="Average",
            Threshold=80,
            AlarmActions=[topic],
        )
        self._client("ecr").create_repository(repositoryName="app")
        s3 = self._client("s3")
        s3.create_bucket(Bucket="user-data")
        s3.put_bucket_versioning(Bucket="user-data", VersioningConfiguration={"Status": "Enabled"})
        s3.put_object(Bucket="user-data", Key="a/ü +%.txt", Body=b"x" * 100_000, Metadata={"my_key": "v"})
        self._client("events").put_rule(Name="nightly", ScheduleExpression="rate(1 day)")
        self._client("backup").create_backup_vault(BackupVaultName="vault")
        self._client("budgets").create_budget(
            AccountId="123456789012",
            Budget={
                "BudgetName": "monthly",
                "BudgetLimit": {"Amount": "500", "Unit": "USD"},
                "TimeUnit": "MONTHLY",
                "BudgetType": "COST",
            },
        )

    def rest(self) -> None:
        self._client("mq").create_broker(
            BrokerName="jobs",
            EngineType="RABBITMQ",
            EngineVersion="3.13",
            HostInstanceType="mq.m7g.medium",
            DeploymentMode="SINGLE_INSTANCE",
            PubliclyAccessible=False,
            AutoMinorVersionUpgrade=True,
            SubnetIds=self.subnets[:1],
            Users=[{"Username": "app", "Password": "password1234"}],
        )
        search = self._client("opensearch")
        volumes = {"EBSEnabled": True, "VolumeType": "gp3", "VolumeSize": 10}
        nodes = {"InstanceType": "t3.small.search", "InstanceCount": 1}
        search.create_domain(
            DomainName="search", EngineVersion="OpenSearch_2.19", ClusterConfig=nodes, EBSOptions=volumes
        )
        search.upgrade_domain(DomainName="search", TargetVersion="OpenSearch_3.1")
        origin = {"Id": "o", "DomainName": "a.example.com"}
        custom = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
        behavior = {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only", "CachePolicyId": OPTIMIZED}
        self._client("cloudfront").create_distribution(
            DistributionConfig={
                "CallerReference": "1",
                "Comment": "",
                "Enabled": True,
                "Origins": {"Quantity": 1, "Items": [{**origin, "CustomOriginConfig": custom}]},
                "DefaultCacheBehavior": behavior,
            }
        )

    STEPS = (
        network, identities, keys_and_secrets, databases, cluster, edge, operations, rest,
    )  # fmt: skip


# Service -> operations that together show all of the above.
_LOOKS: dict[str, list[str]] = {
    "ec2": ["describe_vpcs", "describe_subnets", "describe_security_groups", "describe_security_group_rules",
            "describe_route_tables", "describe_instances", "describe_nat_gateways", "describe_addresses",
            "describe_launch_templates", "describe_vpc_endpoints", "describe_key_pairs", "describe_volumes",
            "describe_network_interfaces", "describe_network_acls", "describe_tags"],
    "iam": ["list_roles", "list_users", "get_account_authorization_details"],
    "kms": ["list_keys", "list_aliases"],
    "secretsmanager": ["list_secrets"],
    "ssm": ["describe_parameters"],
    "acm": ["list_certificates"],
    "rds": ["describe_db_instances", "describe_db_subnet_groups", "describe_db_parameter_groups"],
    "elasticache": ["describe_replication_groups", "describe_cache_subnet_groups"],
    "autoscaling": ["describe_auto_scaling_groups"],
    "elbv2": ["describe_load_balancers", "describe_target_groups"],
    "route53": ["list_hosted_zones"],
    "logs": ["describe_log_groups"],
    "sns": ["list_topics", "list_subscriptions"],
    "cloudwatch": ["describe_alarms"],
    "ecr": ["describe_repositories"],
    "s3": ["list_buckets"],
    "events": ["list_rules"],
    "backup": ["list_backup_vaults"],
    "mq": ["list_brokers"],
    "opensearch": ["list_domain_names"],
    "cloudfront": ["list_distributions"],
}  # fmt: skip


def look(client: Client) -> dict[str, Any]:
    """Everything that the workload made, as AWS describes it."""
    seen: dict[str, Any] = {}

    def note(name: str, call: Callable[..., Any], /, **arguments: Any) -> Any:
        answer = call(**arguments)
        answer.pop("ResponseMetadata", None)
        seen[f"{name} {json.dumps(arguments)}"] = answer
        return answer

    for service, operations in _LOOKS.items():
        for operation in operations:
            note(f"{service} {operation}", getattr(client(service), operation))
    elb, eks, s3, acm = client("elbv2"), client("eks"), client("s3"), client("acm")
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        for listener in note("listeners", elb.describe_listeners, LoadBalancerArn=arn)["Listeners"]:
            note("rules", elb.describe_rules, ListenerArn=listener["ListenerArn"])
    for key in client("kms").list_keys()["Keys"]:
        note("key", client("kms").describe_key, KeyId=key["KeyId"])
    for name in eks.list_clusters()["clusters"]:
        note("cluster", eks.describe_cluster, name=name)
        note("entries", eks.list_access_entries, clusterName=name)
        note("associations", eks.list_pod_identity_associations, clusterName=name)
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            note("node group", eks.describe_nodegroup, clusterName=name, nodegroupName=group)
    note("domain", client("opensearch").describe_domain, DomainName="search")
    for broker in seen["mq list_brokers {}"]["BrokerSummaries"]:
        note("broker", client("mq").describe_broker, BrokerId=broker["BrokerId"])
    for bucket in s3.list_buckets()["Buckets"]:
        note("objects", s3.list_object_versions, Bucket=bucket["Name"])
        for item in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            answer = s3.get_object(Bucket=bucket["Name"], Key=item["Key"])
            seen[f"object {item['Key']}"] = [answer["Body"].read(), answer["Metadata"], answer["VersionId"]]
    for certificate in acm.list_certificates()["CertificateSummaryList"]:
        note("certificate", acm.describe_certificate, CertificateArn=certificate["CertificateArn"])
    for instance in seen["rds describe_db_instances {}"]["DBInstances"]:
        del instance["LatestRestorableTime"]  # it is the present
    note("web acls", client("wafv2").list_web_acls, Scope="REGIONAL")
    note("budgets", client("budgets").describe_budgets, AccountId="123456789012")
    return seen
