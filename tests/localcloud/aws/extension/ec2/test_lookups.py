"""Lookups by id: what they find, what they refuse, and that they look at nothing else."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client


@pytest.fixture
def groups(aws: Client) -> list[str]:
    return [
        aws("ec2").create_security_group(
            GroupName=name,
            Description="d",
            TagSpecifications=[{"ResourceType": "security-group", "Tags": [{"Key": "Name", "Value": name}]}],
        )["GroupId"]
        for name in ("one", "two", "three")
    ]


def _filter(name: str, *values: str) -> list[dict[str, Any]]:
    return [{"Name": name, "Values": list(values)}]


def test_groups_by_id_and_by_filter(aws: Client, groups: list[str]) -> None:
    describe = aws("ec2").describe_security_groups

    def names(**arguments: Any) -> set[str]:
        return {group["GroupName"] for group in describe(**arguments)["SecurityGroups"]}

    assert names(GroupIds=groups[:2]) == {"one", "two"}
    assert names(Filters=_filter("group-id", groups[2])) == {"three"}
    assert names(Filters=_filter("group-id", "sg-00000000")) == set()
    assert names(GroupIds=groups, Filters=_filter("tag:Name", "two")) == {"two"}
    assert names(Filters=[*_filter("group-id", *groups), *_filter("group-name", "one")]) == {"one"}
    assert names(GroupNames=["three"]) == {"three"}
    assert names() >= {"one", "two", "three"}
    with pytest.raises(ClientError, match=r"InvalidGroup\.NotFound.*sg-0123456789abcdef0"):
        describe(GroupIds=[groups[0], "sg-0123456789abcdef0"])


def test_rules_by_group_and_by_id(aws: Client, groups: list[str]) -> None:
    ec2 = aws("ec2")
    permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    made = [
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])["SecurityGroupRules"][
            0
        ]
        for group in groups
    ]

    def rules(**arguments: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ec2.describe_security_group_rules(**arguments)["SecurityGroupRules"]
        return found

    of_one = rules(Filters=_filter("group-id", groups[0]))
    assert {(rule["IsEgress"], rule["FromPort"]) for rule in of_one} == {(True, -1), (False, 80)}
    ids = [made[2]["SecurityGroupRuleId"], made[0]["SecurityGroupRuleId"]]
    assert [rule["GroupId"] for rule in rules(SecurityGroupRuleIds=ids)] == [groups[2], groups[0]]
    by_filter = rules(Filters=_filter("security-group-rule-id", ids[0]))
    assert [rule["SecurityGroupRuleId"] for rule in by_filter] == ids[:1]
    assert len(rules()) >= 6
    with pytest.raises(ClientError, match=r"InvalidSecurityGroupRuleId\.NotFound"):
        rules(SecurityGroupRuleIds=["sgr-0123456789abcdef0"])
    with pytest.raises(ClientError, match=r"InvalidGroupId\.Malformed"):
        rules(Filters=_filter("group-id", "group"))


def test_tags_by_resource(aws: Client, groups: list[str]) -> None:
    tags = aws("ec2").describe_tags(Filters=_filter("resource-id", groups[1]))["Tags"]
    assert tags == [
        {"Key": "Name", "ResourceId": groups[1], "ResourceType": "security-group", "Value": "two"}
    ]
    both = [*_filter("resource-id", *groups), *_filter("value", "three")]
    assert [tag["ResourceId"] for tag in aws("ec2").describe_tags(Filters=both)["Tags"]] == [groups[2]]
    assert len(aws("ec2").describe_tags(Filters=_filter("resource-id", "sg-*"))["Tags"]) == 3
    assert aws("ec2").describe_tags(Filters=_filter("resource-id", "sg-none"))["Tags"] == []


def test_the_same_permission_is_refused_whatever_its_description(aws: Client, groups: list[str]) -> None:
    ec2 = aws("ec2")

    def allow(**pair: str) -> None:
        permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}
        pairs = [{"GroupId": groups[1], **pair}]
        ec2.authorize_security_group_ingress(
            GroupId=groups[0], IpPermissions=[{**permission, "UserIdGroupPairs": pairs}]
        )

    allow(Description="first")
    with pytest.raises(ClientError, match=r"InvalidPermission\.Duplicate"):
        allow(Description="second")


def test_a_rule_changes_in_place(aws: Client, groups: list[str]) -> None:
    ec2 = aws("ec2")
    lists = ec2.describe_managed_prefix_lists()["PrefixLists"]
    first, second = (item["PrefixListId"] for item in lists[:2])
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "PrefixListIds": [{"PrefixListId": first}],
    }
    made = ec2.authorize_security_group_ingress(GroupId=groups[0], IpPermissions=[permission])
    id = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    change = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListId": second}
    ec2.modify_security_group_rules(
        GroupId=groups[0], SecurityGroupRules=[{"SecurityGroupRuleId": id, "SecurityGroupRule": change}]
    )
    (rule,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=[id])["SecurityGroupRules"]
    assert rule["PrefixListId"] == second


def test_the_prefix_lists_of_s3_and_cloudfront_are_there(aws: Client) -> None:
    names = ["com.amazonaws.us-east-1.s3", "com.amazonaws.global.cloudfront.origin-facing"]
    found = aws("ec2").describe_managed_prefix_lists(Filters=_filter("prefix-list-name", *names))[
        "PrefixLists"
    ]
    assert {item["PrefixListName"] for item in found} == set(names)
