"""Bindings of security groups and their rules."""

from dataclasses import replace

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import ec2

R = Property(replaces=True)
_PERMISSION = "IpPermissions.0"
_TARGETS = {
    "cidrIpv4": f"{_PERMISSION}.IpRanges.0.CidrIp",
    "cidrIpv6": f"{_PERMISSION}.Ipv6Ranges.0.CidrIpv6",
    "prefixListId": f"{_PERMISSION}.PrefixListIds.0.PrefixListId",
    "referencedSecurityGroupId": f"{_PERMISSION}.UserIdGroupPairs.0.GroupId",
}

SECURITY_GROUP = Binding(
    type="aws:ec2/securityGroup:SecurityGroup",
    service="ec2",
    create="CreateSecurityGroup",
    read="DescribeSecurityGroups",
    delete="DeleteSecurityGroup",
    id="GroupId",
    key={"GroupId": "_id"},
    read_key={"GroupIds": "[_id]"},
    result="SecurityGroups[0]",
    gone=frozenset({"InvalidGroup.NotFound", "InvalidGroupId.Malformed"}),
    name="name",
    properties={
        "name": Property(api="GroupName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "description": Property(replaces=True, default="Managed by Pulumi"),
        "vpcId": R,
        "revokeRulesOnDelete": Property(api=None, read=None, default=False),
    },
    calls=(
        Call(  # as the official provider does: a group starts without the rule that lets everything out
            operation="RevokeSecurityGroupEgress",
            arguments={
                "GroupId": "_id",
                "IpPermissions": '`[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]`',
            },
            when=frozenset({"vpcId"}),
            on=frozenset({"create"}),
        ),
    ),
    outputs={"arn": "arn:aws:ec2:%(_region)s:%(_account)s:security-group/%(_id)s", "ownerId": "OwnerId"},
    tagging=ec2("security-group"),
)


_ADOPTED = "_response.SecurityGroups[0]"
DEFAULT_SECURITY_GROUP = Binding(
    type="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    service="ec2",
    create="DescribeSecurityGroups",  # AWS made it with the VPC, and deletes it with the VPC
    create_with={"Filters": "[{Name: 'vpc-id', Values: [vpcId]}, {Name: 'group-name', Values: ['default']}]"},
    read="DescribeSecurityGroups",
    id="SecurityGroups[0].GroupId",
    key={"GroupIds": "[_id]"},
    result="SecurityGroups[0]",
    gone=frozenset({"InvalidGroup.NotFound"}),
    # Rules of its own are not bound: it is adopted to have none.
    properties={"vpcId": Property(api=None, read="VpcId", replaces=True)},
    calls=tuple(
        Call(
            operation=f"RevokeSecurityGroup{direction}",
            arguments={"GroupId": "_id", "IpPermissions": f"{_ADOPTED}.{permissions}"},
            when=frozenset({"vpcId"}),
            on=frozenset({"create"}),
            only_if=f"{_ADOPTED}.{permissions}[0]",
        )
        for direction, permissions in (("Ingress", "IpPermissions"), ("Egress", "IpPermissionsEgress"))
    ),
    outputs={
        "arn": "arn:aws:ec2:%(_region)s:%(_account)s:security-group/%(_id)s",
        "name": "GroupName",
        "description": "Description",
        "ownerId": "OwnerId",
    },
    tagging=replace(ec2("security-group"), create=None),
)


def _rule(direction: str) -> Binding:
    return Binding(
        type=f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
        service="ec2",
        create=f"AuthorizeSecurityGroup{direction}",
        create_with={
            "GroupId": "securityGroupId",
            f"{_PERMISSION}.IpProtocol": "ipProtocol",
            f"{_PERMISSION}.FromPort": "fromPort",
            f"{_PERMISSION}.ToPort": "toPort",
            **{path: target for target, path in _TARGETS.items()},
            **{
                f"{path.rsplit('.', 1)[0]}.Description": f"{target} && description"
                for target, path in _TARGETS.items()
            },
        },
        read="DescribeSecurityGroupRules",
        delete=f"RevokeSecurityGroup{direction}",
        id="SecurityGroupRules[0].SecurityGroupRuleId",
        key={"SecurityGroupRuleIds": "[_id]"},
        delete_key={"GroupId": "_live.GroupId", "SecurityGroupRuleIds": "[_id]"},
        result="SecurityGroupRules[0]",
        gone=frozenset({"InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound"}),
        properties={
            "securityGroupId": Property(api=None, read="GroupId", replaces=True),
            "ipProtocol": Property(api=None, read="IpProtocol"),
            "fromPort": Property(api=None, read="FromPort"),
            "toPort": Property(api=None, read="ToPort"),
            "cidrIpv4": Property(api=None, read="CidrIpv4"),
            "cidrIpv6": Property(api=None, read="CidrIpv6"),
            "prefixListId": Property(api=None, read="PrefixListId"),
            "referencedSecurityGroupId": Property(api=None, read="ReferencedGroupInfo.GroupId"),
            "description": Property(api=None, read="Description"),
        },
        calls=(
            Call(
                operation="ModifySecurityGroupRules",
                arguments={
                    "GroupId": "securityGroupId",
                    "SecurityGroupRules.0.SecurityGroupRuleId": "_id",
                    "SecurityGroupRules.0.SecurityGroupRule.IpProtocol": "ipProtocol",
                    "SecurityGroupRules.0.SecurityGroupRule.FromPort": "fromPort",
                    "SecurityGroupRules.0.SecurityGroupRule.ToPort": "toPort",
                    "SecurityGroupRules.0.SecurityGroupRule.CidrIpv4": "cidrIpv4",
                    "SecurityGroupRules.0.SecurityGroupRule.CidrIpv6": "cidrIpv6",
                    "SecurityGroupRules.0.SecurityGroupRule.PrefixListId": "prefixListId",
                    "SecurityGroupRules.0.SecurityGroupRule.ReferencedGroupId": "referencedSecurityGroupId",
                    "SecurityGroupRules.0.SecurityGroupRule.Description": "description",
                },
                when=frozenset({"ipProtocol", "fromPort", "toPort", "description", *_TARGETS}),
                on=frozenset({"update"}),
            ),
        ),
        outputs={
            "arn": "arn:aws:ec2:%(_region)s:%(_account)s:security-group-rule/%(_id)s",
            "securityGroupRuleId": "_id",
        },
        tagging=ec2("security-group-rule"),
    )


BINDINGS = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, _rule("Ingress"), _rule("Egress"))
