"""Subnets, security groups and VPCs stay while something is in them."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client


@pytest.fixture
def vpc(aws: Client, subnets: list[str]) -> str:
    found = aws("ec2").describe_subnets(SubnetIds=subnets[:1])["Subnets"]
    return str(found[0]["VpcId"])


@pytest.fixture
def group(aws: Client, vpc: str) -> str:
    created = aws("ec2").create_security_group(GroupName="used", Description="d", VpcId=vpc)
    return str(created["GroupId"])


def _use(aws: Client, service: str, subnets: list[str], group: str) -> Any:
    """Puts something of a service into the subnets and the group; returns how to take it away again."""
    client = aws(service)
    match service:
        case "ec2":
            created = client.create_network_interface(SubnetId=subnets[0], Groups=[group])
            id = created["NetworkInterface"]["NetworkInterfaceId"]
            return lambda: client.delete_network_interface(NetworkInterfaceId=id)
        case "rds":
            client.create_db_subnet_group(
                DBSubnetGroupName="data", DBSubnetGroupDescription="d", SubnetIds=subnets
            )
            client.create_db_instance(
                DBInstanceIdentifier="db", DBInstanceClass="db.t3.medium", Engine="postgres",
                AllocatedStorage=20, MasterUsername="app", MasterUserPassword="password1",
                DBSubnetGroupName="data", VpcSecurityGroupIds=[group], AvailabilityZone="us-east-1a",
            )  # fmt: skip
            return lambda: client.delete_db_instance(DBInstanceIdentifier="db", SkipFinalSnapshot=True)
        case "elasticache":
            client.create_cache_subnet_group(
                CacheSubnetGroupName="data", CacheSubnetGroupDescription="d", SubnetIds=subnets
            )
            client.create_replication_group(
                ReplicationGroupId="state", ReplicationGroupDescription="d", CacheNodeType="cache.t4g.small",
                CacheSubnetGroupName="data", SecurityGroupIds=[group],
            )  # fmt: skip
            return lambda: client.delete_replication_group(ReplicationGroupId="state")
        case "elbv2":
            created = client.create_load_balancer(Name="edge", Subnets=subnets, SecurityGroups=[group])
            arn = created["LoadBalancers"][0]["LoadBalancerArn"]
            return lambda: client.delete_load_balancer(LoadBalancerArn=arn)
        case "eks":
            client.create_cluster(
                name="platform",
                roleArn="arn:aws:iam::123456789012:role/eks",
                resourcesVpcConfig={"subnetIds": subnets, "securityGroupIds": [group]},
            )
            return lambda: client.delete_cluster(name="platform")
    raise AssertionError(service)


@pytest.mark.parametrize("service", ["ec2", "rds", "elasticache", "elbv2", "eks"])
def test_what_is_in_use_stays(aws: Client, subnets: list[str], group: str, service: str) -> None:
    ec2 = aws("ec2")
    take_away = _use(aws, service, subnets, group)
    with pytest.raises(ClientError, match=r"DependencyViolation.*has dependencies and cannot be deleted"):
        ec2.delete_subnet(SubnetId=subnets[0])
    with pytest.raises(ClientError, match=f"DependencyViolation.*resource {group} has a dependent object"):
        ec2.delete_security_group(GroupId=group)
    take_away()
    ec2.delete_security_group(GroupId=group)
    ec2.delete_subnet(SubnetId=subnets[0])


def test_a_group_that_another_refers_to_stays(aws: Client, vpc: str, group: str) -> None:
    ec2 = aws("ec2")
    other = ec2.create_security_group(GroupName="other", Description="d", VpcId=vpc)["GroupId"]
    own = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": group}]}
    for target in (group, other):
        ec2.authorize_security_group_ingress(GroupId=target, IpPermissions=[own])
    with pytest.raises(ClientError, match=f"a rule of {other}"):
        ec2.delete_security_group(GroupId=group)
    ec2.revoke_security_group_ingress(GroupId=other, IpPermissions=[own])
    ec2.delete_security_group(GroupId=group)


def test_a_vpc_with_something_in_it_stays(aws: Client, subnets: list[str], vpc: str, group: str) -> None:
    ec2 = aws("ec2")
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", VpcEndpointType="Gateway"
    )["VpcEndpoint"]["VpcEndpointId"]
    for subnet in subnets:
        ec2.delete_subnet(SubnetId=subnet)
    steps: list[tuple[str, Callable[[], Any]]] = [
        (gateway, lambda: ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)),
        (group, lambda: ec2.delete_security_group(GroupId=group)),
        (endpoint, lambda: ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])),
    ]
    for left, take_away in steps:
        with pytest.raises(ClientError, match=f"DependencyViolation.*{left}"):
            ec2.delete_vpc(VpcId=vpc)
        take_away()
    ec2.delete_vpc(VpcId=vpc)
    assert ec2.describe_vpcs(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Vpcs"] == []
