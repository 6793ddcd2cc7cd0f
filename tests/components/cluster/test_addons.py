import json

import pulumi

from components.cluster.addons import FOR_NODES, ON_NODES, Addons, AddonsArgs
from tests.recording import Recording, record

ADDON = "aws:eks/addon:Addon"
ALL = (*FOR_NODES, *ON_NODES)
ARGS = AddonsArgs(cluster_name="softfactory", versions={name: f"v-{name}" for name in ALL}, replicas=2)


def addons(preview: bool) -> Recording:
    return record(lambda: Addons("all", ARGS), preview=preview)


def test_there_is_one_resource_for_each(preview: bool) -> None:
    recording = addons(preview)
    assert recording.children("softfactory:cluster:Addons", "all") == {
        (ADDON, f"all-{addon}")
        for addon in (
            "vpc-cni",
            "kube-proxy",
            "eks-pod-identity-agent",
            "coredns",
            "metrics-server",
            "aws-ebs-csi-driver",
        )
    }
    for addon in ALL:
        inputs = recording.one(ADDON, f"all-{addon}").inputs
        assert inputs["addonName"] == addon
        assert inputs["addonVersion"] == f"v-{addon}"
        assert inputs["clusterName"] == "softfactory"
        assert inputs["resolveConflictsOnCreate"] == inputs["resolveConflictsOnUpdate"] == "OVERWRITE"


def test_network_policies_are_enforced_and_deployments_have_the_pods_of_the_phase(preview: bool) -> None:
    settings = {
        item.inputs["addonName"]: json.loads(item.inputs.get("configurationValues", "null"))
        for item in addons(preview).of(ADDON).values()
    }
    assert settings == {
        "vpc-cni": {"enableNetworkPolicy": "true"},
        "kube-proxy": None,
        "eks-pod-identity-agent": None,
        "coredns": {"replicaCount": 2},
        "metrics-server": {"replicas": 2},
        "aws-ebs-csi-driver": {"controller": {"replicaCount": 2}},
    }


def test_the_name_it_hands_on_waits_for_every_add_on() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = Addons("all", ARGS)

        async def look() -> None:
            seen.extend((await made.cluster_name.future(), len(await made.cluster_name.resources())))

        return pulumi.Output.from_input(look())

    record(program, preview=False)
    assert seen == ["softfactory", len(ALL)]
