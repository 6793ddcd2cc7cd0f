import json
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
    assert {group.urn for group in groups} <= ancestors(recording, addons["coredns"])
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
