"""Clusters: created, described, updated one thing at a time, deleted."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client
from tests.localcloud.aws.extension.eks.conftest import ROLE, Eks


def test_reads_back_what_was_asked_for(eks: Eks, aws: Client) -> None:
    asked: dict[str, Any] = {
        "upgradePolicy": {"supportType": "STANDARD"},
        "encryptionConfig": [
            {"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:us-east-1:1:key/a"}}
        ],
        "deletionProtection": True,
        "tags": {"a": "b"},
    }
    eks.create(
        "other",
        **asked,
        resourcesVpcConfig={"subnetIds": eks.subnets[:2], "publicAccessCidrs": ["192.0.2.0/24"]},
        kubernetesNetworkConfig={"serviceIpv4Cidr": "10.100.0.0/16"},
        logging={"clusterLogging": [{"types": ["audit"], "enabled": True}]},
    )
    other = eks.client.describe_cluster(name="other")["cluster"]
    assert {name: other[name] for name in asked} == asked
    assert other["resourcesVpcConfig"]["publicAccessCidrs"] == ["192.0.2.0/24"]
    assert other["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "10.100.0.0/16"
    assert other["logging"]["clusterLogging"] == [
        {"types": ["audit"], "enabled": True},
        {"types": ["api", "authenticator", "controllerManager", "scheduler"], "enabled": False},
    ]
    assert eks.client.list_clusters()["clusters"] == ["other", "platform"]


def test_fills_in_what_aws_fills_in(eks: Eks, aws: Client) -> None:
    cluster = eks.cluster()
    assert (cluster["status"], cluster["version"]) == ("ACTIVE", "1.35")
    assert cluster["accessConfig"] == {"authenticationMode": "API"}
    assert cluster["endpoint"].startswith("https://")
    vpc = cluster["resourcesVpcConfig"]
    (group,) = aws("ec2").describe_security_groups(GroupIds=[vpc["clusterSecurityGroupId"]])["SecurityGroups"]
    assert group["VpcId"] == vpc["vpcId"]
    assert (vpc["endpointPublicAccess"], vpc["endpointPrivateAccess"]) == (True, False)
    other = eks.create("other")
    assert other["identity"]["oidc"]["issuer"] != cluster["identity"]["oidc"]["issuer"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "platform"}, "ResourceInUseException.*already exists with name: platform"),
        ({"roleArn": "eks"}, "Invalid Role Arn: 'eks'"),
        ({"version": "1.20"}, "unsupported Kubernetes version 1.20"),
        ({"resourcesVpcConfig": {"subnetIds": ["subnet-1", "subnet-2"]}}, "'subnet-1' does not exist"),
    ],
)
def test_refuses(eks: Eks, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        eks.create(**{"name": "other", **changes})
    assert eks.client.list_clusters()["clusters"] == ["platform"]


def test_refuses_subnets_in_one_zone(eks: Eks) -> None:
    with pytest.raises(ClientError, match="at least two different AZs"):
        eks.create("other", resourcesVpcConfig={"subnetIds": eks.subnets[:1]})


def test_the_version_goes_up_one_at_a_time(eks: Eks) -> None:
    update = eks.client.update_cluster_version(name="platform", version="1.36")["update"]
    assert (update["type"], update["status"]) == ("VersionUpdate", "Successful")
    assert eks.cluster()["version"] == "1.36"
    described = eks.client.describe_update(name="platform", updateId=update["id"])["update"]
    assert described == update
    assert eks.client.list_updates(name="platform")["updateIds"] == [update["id"]]
    eks.create("old", version="1.33")
    with pytest.raises(ClientError, match=r"Unsupported Kubernetes minor version update from 1\.33 to 1\.35"):
        eks.client.update_cluster_version(name="old", version="1.35")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"resourcesVpcConfig": {"publicAccessCidrs": ["192.0.2.0/24"]}}, "EndpointAccessUpdate"),
        ({"resourcesVpcConfig": {"endpointPrivateAccess": True}}, "EndpointAccessUpdate"),
        ({"logging": {"clusterLogging": [{"types": ["api"], "enabled": True}]}}, "LoggingUpdate"),
        ({"upgradePolicy": {"supportType": "STANDARD"}}, "UpgradePolicyUpdate"),
        ({"deletionProtection": True}, "DeletionProtectionUpdate"),
        ({"zonalShiftConfig": {"enabled": True}}, "ZonalShiftConfigUpdate"),
    ],
)
def test_configuration_changes_once(eks: Eks, change: dict[str, Any], kind: str) -> None:
    before = eks.cluster()
    assert eks.client.update_cluster_config(name="platform", **change)["update"]["type"] == kind
    after = eks.cluster()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == set(change)
    with pytest.raises(ClientError, match=r"already at the desired configuration|No changes needed"):
        eks.client.update_cluster_config(name="platform", **change)


def test_one_kind_of_change_per_call(eks: Eks) -> None:
    with pytest.raises(ClientError, match="Only one type of update can be allowed"):
        eks.client.update_cluster_config(
            name="platform", deletionProtection=True, upgradePolicy={"supportType": "STANDARD"}
        )


def test_the_authentication_mode_goes_one_way(eks: Eks) -> None:
    eks.create("old", accessConfig={"authenticationMode": "CONFIG_MAP"})

    def update(name: str, mode: str) -> None:
        eks.client.update_cluster_config(name=name, accessConfig={"authenticationMode": mode})

    update("old", "API_AND_CONFIG_MAP")
    update("old", "API")
    with pytest.raises(ClientError, match="from API to API_AND_CONFIG_MAP"):
        update("old", "API_AND_CONFIG_MAP")


def test_encryption_is_turned_on_once(eks: Eks) -> None:
    config = [{"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:us-east-1:1:key/a"}}]
    eks.client.associate_encryption_config(clusterName="platform", encryptionConfig=config)
    assert eks.cluster()["encryptionConfig"] == config
    with pytest.raises(ClientError, match="already enabled"):
        eks.client.associate_encryption_config(clusterName="platform", encryptionConfig=config)


def test_deletion_waits_for_node_groups_and_protection(eks: Eks, aws: Client) -> None:
    group = eks.cluster()["resourcesVpcConfig"]["clusterSecurityGroupId"]
    eks.add_nodes()
    with pytest.raises(ClientError, match="Cluster has nodegroups attached"):
        eks.client.delete_cluster(name="platform")
    eks.client.delete_nodegroup(clusterName="platform", nodegroupName="general")
    eks.client.update_cluster_config(name="platform", deletionProtection=True)
    with pytest.raises(ClientError, match="deletion protection"):
        eks.client.delete_cluster(name="platform")
    eks.client.update_cluster_config(name="platform", deletionProtection=False)
    assert eks.client.delete_cluster(name="platform")["cluster"]["status"] == "DELETING"
    with pytest.raises(ClientError, match="No cluster found for name: platform"):
        eks.cluster()
    with pytest.raises(ClientError, match=r"InvalidGroup\.NotFound"):
        aws("ec2").describe_security_groups(GroupIds=[group])


def test_everything_with_an_arn_has_tags(eks: Eks) -> None:
    client, cluster = eks.client, {"clusterName": "platform"}
    arns = [
        eks.cluster()["arn"],
        eks.add_nodes()["nodegroupArn"],
        client.create_addon(**cluster, addonName="coredns")["addon"]["addonArn"],
        client.create_access_entry(**cluster, principalArn=f"{ROLE}dev")["accessEntry"]["accessEntryArn"],
        client.create_pod_identity_association(
            **cluster, namespace="web", serviceAccount="web", roleArn=f"{ROLE}web"
        )["association"]["associationArn"],
    ]
    for arn in arns:
        client.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
        client.untag_resource(resourceArn=arn, tagKeys=["a"])
        assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    with pytest.raises(ClientError, match="No resource found with ARN"):
        client.list_tags_for_resource(resourceArn=arns[0].replace("platform", "other"))
