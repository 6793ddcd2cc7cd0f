"""Add-ons and pod identity associations."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.eks.conftest import ROLE, Eks

COREDNS: dict[str, Any] = {"clusterName": "platform", "addonName": "coredns"}


def test_an_add_on_is_made_changed_and_deleted(eks: Eks) -> None:
    created = eks.client.create_addon(**COREDNS, configurationValues="{}", tags={"a": "b"})["addon"]
    assert created == eks.client.describe_addon(**COREDNS)["addon"]
    assert (created["status"], created["configurationValues"], created["tags"]) == (
        "ACTIVE",
        "{}",
        {"a": "b"},
    )
    update = eks.client.update_addon(**COREDNS, addonVersion="v1.13.9-eksbuild.2")["update"]
    assert (update["type"], update["status"]) == ("AddonUpdate", "Successful")
    assert eks.client.describe_addon(**COREDNS)["addon"]["addonVersion"] == "v1.13.9-eksbuild.2"
    of_add_on = eks.client.list_updates(name="platform", addonName="coredns")["updateIds"]
    assert of_add_on == [update["id"]]
    assert eks.client.list_addons(clusterName="platform")["addons"] == ["coredns"]
    eks.client.delete_addon(**COREDNS)
    with pytest.raises(ClientError, match="No addon: coredns found in cluster: platform"):
        eks.client.describe_addon(**COREDNS)


def test_the_default_version_fits_the_cluster(eks: Eks) -> None:
    proxy = eks.client.create_addon(clusterName="platform", addonName="kube-proxy")["addon"]
    assert proxy["addonVersion"].startswith("v1.35.")
    offered = eks.client.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.36")["addons"]
    assert offered[0]["addonVersions"][0]["addonVersion"].startswith("v1.36.")


def test_refuses_unknown_and_second_add_ons(eks: Eks) -> None:
    with pytest.raises(ClientError, match=r"Addon nothing specified is not supported in 1\.35"):
        eks.client.create_addon(clusterName="platform", addonName="nothing")
    eks.client.create_addon(**COREDNS)
    with pytest.raises(ClientError, match="Addon already exists"):
        eks.client.create_addon(**COREDNS)


@pytest.mark.parametrize(
    ("add_on", "settings", "words"),
    [
        ("coredns", {"addonVersion": "v9.9.9-eksbuild.1"}, "Addon version specified is not supported"),
        ("kube-proxy", {"addonVersion": "v1.36.0-eksbuild.2"}, "KubernetesVersion: 1.35"),
        ("vpc-cni", {"configurationValues": '{"enableNetworkPolicy": true}'}, "bool found, str expected"),
        ("coredns", {"configurationValues": '{"replicas": 1}'}, r"\$.replicas: is not defined in the schema"),
        ("coredns", {"configurationValues": "[]"}, "list found, object expected"),
        ("coredns", {"configurationValues": "{"}, "not in a valid JSON"),
    ],
)
def test_refuses_versions_and_settings_that_the_add_on_does_not_have(
    eks: Eks, add_on: str, settings: dict[str, str], words: str
) -> None:
    place = {"clusterName": "platform", "addonName": add_on}
    with pytest.raises(ClientError, match=words):
        eks.client.create_addon(**place, **settings)
    eks.client.create_addon(**place)
    with pytest.raises(ClientError, match=words):
        eks.client.update_addon(**place, **settings)


def test_an_add_on_owns_the_pod_identities_given_with_it(eks: Eks) -> None:
    def owned() -> list[str]:
        found = eks.client.list_pod_identity_associations(clusterName="platform")["associations"]
        return [item["serviceAccount"] for item in found if "ownerArn" in item]

    identity = {"serviceAccount": "ebs-csi-controller-sa", "roleArn": f"{ROLE}ebs"}
    driver = {"clusterName": "platform", "addonName": "aws-ebs-csi-driver"}
    created = eks.client.create_addon(**driver, podIdentityAssociations=[identity])["addon"]
    assert len(created["podIdentityAssociations"]) == 1
    assert owned() == ["ebs-csi-controller-sa"]
    eks.client.update_addon(**driver, podIdentityAssociations=[])
    assert owned() == []
    eks.client.update_addon(**driver, podIdentityAssociations=[identity])
    eks.client.delete_addon(**driver)
    assert owned() == []


def test_a_pod_identity_is_made_changed_and_deleted(eks: Eks) -> None:
    cluster = {"clusterName": "platform"}
    account = {"namespace": "web", "serviceAccount": "web"}
    created = eks.client.create_pod_identity_association(**cluster, **account, roleArn=f"{ROLE}web")
    association = created["association"]
    identity = {**cluster, "associationId": association["associationId"]}
    assert association == eks.client.describe_pod_identity_association(**identity)["association"]
    with pytest.raises(ClientError, match=f"Association already exists: {association['associationId']}"):
        eks.client.create_pod_identity_association(**cluster, **account, roleArn=f"{ROLE}other")
    eks.client.update_pod_identity_association(**identity, roleArn=f"{ROLE}other")
    changed = eks.client.describe_pod_identity_association(**identity)["association"]
    assert changed["roleArn"] == f"{ROLE}other"
    eks.client.create_pod_identity_association(
        **cluster, namespace="jobs", serviceAccount="web", roleArn=f"{ROLE}web"
    )
    listed = eks.client.list_pod_identity_associations(**cluster, namespace="web")["associations"]
    assert [item["associationId"] for item in listed] == [association["associationId"]]
    eks.client.delete_pod_identity_association(**identity)
    with pytest.raises(ClientError, match="Association not found"):
        eks.client.describe_pod_identity_association(**identity)
