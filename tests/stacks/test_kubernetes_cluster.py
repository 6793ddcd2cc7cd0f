import json
import re
from collections.abc import Callable
from functools import partial

import pytest

from stacks.composition import compose
from tests.phases import INSTALLATION, PHASES
from tests.recording import DEPLOYER, Recorded, Recording, record

Platform = Callable[[str, bool], Recording]


def ancestors(recording: Recording, item: Recorded) -> set[str]:
    """Return the URNs of everything that is made before a resource."""
    by_urn, found, todo = {other.urn: other for other in recording.resources}, set[str](), [item]
    while todo:
        for urn in todo.pop().dependencies:
            if urn not in found:
                found.add(urn)
                todo.append(by_urn[urn])
    return found


@pytest.mark.parametrize("phase", PHASES)
def test_nodes_come_after_what_makes_them_ready_and_workloads_after_the_nodes(
    platform: Platform, phase: str
) -> None:
    recording = platform(phase, False)
    addons = {
        name.removeprefix("for-nodes-").removeprefix("on-nodes-"): item
        for name, item in recording.of("aws:eks/addon:Addon").items()
    }
    groups = recording.of("aws:eks/nodeGroup:NodeGroup").values()
    for group in groups:
        before = ancestors(recording, group)
        assert {addons[name].urn for name in ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")} <= before
        assert {item.urn for item in recording.of("aws:ec2/route:Route").values()} <= before
    for name in ("coredns", "metrics-server", "aws-ebs-csi-driver"):
        assert {group.urn for group in groups} <= ancestors(recording, addons[name])
    # A pod that starts before its association never gets the role.
    association = recording.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "ebs-csi-driver")
    assert association.urn in ancestors(recording, addons["aws-ebs-csi-driver"])
    deployment = recording.one("kubernetes:apps/v1:Deployment", "platform-deployment")
    # Destruction goes the other way: the workloads first, then nodes, then the right to delete them.
    provider = recording.one("pulumi:providers:kubernetes", "kubernetes")
    assert provider.urn in deployment.provider
    before = ancestors(recording, provider)
    assert {group.urn for group in groups} <= before
    assert {item.urn for item in recording.of("aws:eks/addon:Addon").values()} <= before
    assert {
        item.urn for item in recording.of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation").values()
    } <= before
    assert (
        recording.one("kubernetes:core/v1:Namespace", "softfactory-namespace").urn in deployment.dependencies
    )


def test_the_provider_signs_in_as_whoever_deploys(platform: Platform) -> None:
    provider = platform("phase1", False).one("pulumi:providers:kubernetes", "kubernetes").inputs
    config = json.loads(provider["kubeconfig"])
    assert config["users"][0]["user"].keys() == {"exec"}
    assert config["current-context"] == "softfactory"
    assert config["clusters"][0]["cluster"] == {
        "server": "https://example.eks.amazonaws.com",
        "certificate-authority-data": "Y2VydGlmaWNhdGU=",
    }
    # Without it, a change of the kubeconfig may replace every object of the cluster.
    assert provider["clusterIdentifier"].endswith("/softfactory")


@pytest.mark.exhaustive
def test_the_deployer_administers_the_cluster_once_even_if_listed() -> None:
    for listed in ((), (DEPLOYER,), (DEPLOYER, "arn:aws:iam::123456789012:user/ada")):
        installation = INSTALLATION.model_copy(update={"cluster_admin_arns": listed})
        recording = record(partial(compose, PHASES["phase1"], installation), preview=False)
        entries = recording.of("aws:eks/accessEntry:AccessEntry").values()
        assert {item.inputs["principalArn"] for item in entries} == {DEPLOYER, *listed}
        assert len(entries) == len({DEPLOYER, *listed})


def test_nodes_are_in_private_subnets_and_tagged_without_the_phase(platform: Platform) -> None:
    recording = platform("phase2", False)
    private = [f"network-private-use1-az{zone}-id" for zone in (1, 2, 4)]
    for group in recording.of("aws:eks/nodeGroup:NodeGroup").values():
        assert group.inputs["subnetIds"] == private
        assert group.inputs["version"] == "1.36"
    for template in recording.of("aws:ec2/launchTemplate:LaunchTemplate").values():
        for item in template.inputs["tagSpecifications"]:
            assert item["tags"].keys() == {"project", "owner", "repository", "Name"}


def test_the_driver_of_disks_has_the_role_for_them_and_no_node_has_it(platform: Platform) -> None:
    recording = platform("phase1", False)
    attachments = recording.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    holders = {
        name for name, item in attachments.items() if "AmazonEBSCSIDriverPolicy" in item.inputs["policyArn"]
    }
    assert holders == {"ebs-csi-driver-AmazonEBSCSIDriverPolicy"}
    association = recording.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "ebs-csi-driver")
    assert association.inputs["namespace"] == "kube-system"
    assert association.inputs["serviceAccount"] == "ebs-csi-controller-sa"


def test_the_driver_of_disks_may_use_our_key_and_no_other(platform: Platform) -> None:
    recording = platform("phase1", False)
    key = recording.one("kubernetes:storage.k8s.io/v1:StorageClass", "gp3").inputs["parameters"]["kmsKeyId"]
    assert key.endswith(":Key/stores")
    policy = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", "ebs-csi-driver").inputs["policy"])
    use, grants = policy["Statement"]
    assert use["Resource"] == grants["Resource"] == key
    assert all("Grant" not in action for action in use["Action"])
    # To AWS's own services only, as EC2 is, which attaches the disk.
    assert grants["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


@pytest.mark.exhaustive
def test_a_second_group_of_nodes_leaves_everything_else_as_it_is(preview: bool) -> None:
    """From Spot to on demand: a group keeps its kind for life, so another is added and the first removed."""
    phase = PHASES["phase1"]
    spot = phase.node_groups["spot"]
    paid = spot.model_copy(update={"capacity_type": "ON_DEMAND"})

    def made(**groups: object) -> dict[tuple[str, str], object]:
        with_groups = phase.model_copy(update={"node_groups": groups})
        recording = record(lambda: compose(with_groups, INSTALLATION), preview=preview)
        return {
            # Each value that a preview does not know is an object of its own.
            (item.type, item.name): re.sub("object at 0x[0-9a-f]+", "", str(item.inputs))
            for item in recording.resources
            # It shows every group; and keys are drawn on every run, of which the first stay.
            if item.type
            not in ("aws:cloudwatch/dashboard:Dashboard", "aws:secretsmanager/secretVersion:SecretVersion")
        }

    before, both, after = made(spot=spot), made(spot=spot, paid=paid), made(paid=paid)

    def parts(name: str) -> set[tuple[str, str]]:
        own = (f"{name}-Amazon", f"nodes-{name}")
        names = (name, f"edge-{name}")  # the load balancer sends to each group
        return {key for key in both if key[1] in names or key[1].startswith(own)}

    # As long as there are two nodes, a drained one leaves a pod of the web service on the other.
    budget = {("kubernetes:policy/v1:PodDisruptionBudget", "platform-poddisruptionbudget")}
    assert both.keys() - before.keys() == parts("paid") | budget
    assert both.keys() - after.keys() == parts("spot") | budget
    assert all(both[key] == inputs for key, inputs in before.items())
    assert all(after[key] == both[key] for key in after)
