"""Access entries and access policies."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from localcloud.aws.extension.eks import records
from tests.localcloud.aws.extension.eks.conftest import ROLE, Eks

DEV = f"{ROLE}dev"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
ENTRY: dict[str, Any] = {"clusterName": "platform", "principalArn": DEV}


def test_an_entry_is_made_changed_and_deleted(eks: Eks) -> None:
    created = eks.client.create_access_entry(**ENTRY, kubernetesGroups=["developers"], tags={"a": "b"})
    entry = eks.client.describe_access_entry(**ENTRY)["accessEntry"]
    assert entry == created["accessEntry"]
    assert (entry["type"], entry["tags"]) == ("STANDARD", {"a": "b"})
    assert entry["username"] == "arn:aws:sts::123456789012:assumed-role/dev/{{SessionName}}"
    eks.client.update_access_entry(**ENTRY, kubernetesGroups=["others"], username="dev")
    changed = eks.client.describe_access_entry(**ENTRY)["accessEntry"]
    assert (changed["kubernetesGroups"], changed["username"]) == (["others"], "dev")
    eks.client.delete_access_entry(**ENTRY)
    assert eks.client.list_access_entries(clusterName="platform")["accessEntries"] == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        eks.client.describe_access_entry(**ENTRY)


def test_policies_are_associated_with_a_cluster_or_with_namespaces(eks: Eks) -> None:
    eks.client.create_access_entry(**ENTRY)
    associate = eks.client.associate_access_policy
    associate(**ENTRY, policyArn=VIEW, accessScope={"type": "cluster"})
    assert records.groups("123456789012", "platform", DEV) == ["eks:policy:AmazonEKSViewPolicy"]
    associate(**ENTRY, policyArn=VIEW, accessScope={"type": "namespace", "namespaces": ["web"]})
    (policy,) = eks.client.list_associated_access_policies(**ENTRY)["associatedAccessPolicies"]
    assert policy["accessScope"] == {"type": "namespace", "namespaces": ["web"]}
    assert records.namespace_policies("123456789012", "platform") == [("AmazonEKSViewPolicy", "web")]
    listed = eks.client.list_access_entries(clusterName="platform", associatedPolicyArn=VIEW)
    assert listed["accessEntries"] == [DEV]
    eks.client.disassociate_access_policy(**ENTRY, policyArn=VIEW)
    assert eks.client.list_associated_access_policies(**ENTRY)["associatedAccessPolicies"] == []
    with pytest.raises(ClientError, match="not associated"):
        eks.client.disassociate_access_policy(**ENTRY, policyArn=VIEW)


def test_lists_the_policies_that_there_are(eks: Eks) -> None:
    names = {policy["name"] for policy in eks.client.list_access_policies()["accessPolicies"]}
    assert {"AmazonEKSClusterAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy"} <= names


def test_the_creator_is_administrator_unless_told_otherwise(eks: Eks) -> None:
    operator = "arn:aws:iam::123456789012:user/operator"
    eks.create("other", accessConfig={"authenticationMode": "API"})
    assert eks.client.list_access_entries(clusterName="other")["accessEntries"] == [operator]
    assert records.groups("123456789012", "other", operator) == ["eks:policy:AmazonEKSClusterAdminPolicy"]
    assert eks.client.list_access_entries(clusterName="platform")["accessEntries"] == []
    assert records.groups("123456789012", "platform", operator) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"principalArn": "dev"}, "invalid principal"),
        ({"kubernetesGroups": ["system:masters"]}, "system:masters is invalid, it cannot start with system:"),
    ],
)
def test_refuses_an_entry(eks: Eks, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        eks.client.create_access_entry(**{**ENTRY, **changes})


@pytest.mark.parametrize(
    ("policy", "scope", "words"),
    [
        (VIEW.replace("View", "None"), {"type": "cluster"}, "policyArn parameter format is not valid"),
        (VIEW, {"type": "namespace"}, "namespaces must be given"),
        (VIEW, {"type": "cluster", "namespaces": ["web"]}, "namespaces must be given"),
    ],
)
def test_refuses_an_association(eks: Eks, policy: str, scope: dict[str, Any], words: str) -> None:
    eks.client.create_access_entry(**ENTRY)
    with pytest.raises(ClientError, match=words):
        eks.client.associate_access_policy(**ENTRY, policyArn=policy, accessScope=scope)


def test_a_principal_has_one_entry(eks: Eks) -> None:
    eks.client.create_access_entry(**ENTRY)
    with pytest.raises(ClientError, match="already in use on this cluster"):
        eks.client.create_access_entry(**ENTRY)


def test_a_cluster_with_the_config_map_alone_has_no_entries(eks: Eks) -> None:
    eks.create("old", accessConfig={"authenticationMode": "CONFIG_MAP"})
    with pytest.raises(ClientError, match="must be set to one of"):
        eks.client.create_access_entry(**{**ENTRY, "clusterName": "old"})


def test_nodes_have_no_policies(eks: Eks) -> None:
    eks.client.create_access_entry(**ENTRY, type="EC2_LINUX")
    with pytest.raises(ClientError, match="cannot be associated with an access entry of type EC2_LINUX"):
        eks.client.associate_access_policy(**ENTRY, policyArn=VIEW, accessScope={"type": "cluster"})
