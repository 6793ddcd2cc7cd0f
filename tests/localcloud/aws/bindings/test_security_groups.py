"""The group that AWS makes with a VPC is adopted."""

import boto3

from tests.localcloud.aws.conftest import Engine
from tests.localcloud.aws.examples import World


def test_the_default_group_is_adopted_without_its_rules_and_stays(engine: Engine) -> None:
    vpc = World(engine).vpc
    ec2 = boto3.client("ec2", region_name="us-east-1")
    asked = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    (before,) = ec2.describe_security_groups(Filters=asked)["SecurityGroups"]
    assert before["IpPermissionsEgress"]
    adopted = engine.create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpcId=vpc)
    assert adopted.id == before["GroupId"]
    (after,) = ec2.describe_security_groups(Filters=asked)["SecurityGroups"]
    assert after["IpPermissions"] == after["IpPermissionsEgress"] == []
    engine.delete(adopted)
    assert len(ec2.describe_security_groups(Filters=asked)["SecurityGroups"]) == 1
