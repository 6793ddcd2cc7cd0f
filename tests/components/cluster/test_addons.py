import pulumi

from components.cluster.addons import FOR_NODES, ON_NODES, Addons, AddonsArgs
from tests.recording import record

ADDON = "aws:eks/addon:Addon"


def test_there_is_one_resource_for_each(preview: bool) -> None:
    args = AddonsArgs(cluster_name="softfactory", addon_names=FOR_NODES)
    recording = record(lambda: Addons("for-nodes", args), preview=preview)
    assert recording.children("softfactory:cluster:Addons", "for-nodes") == {
        (ADDON, f"for-nodes-{addon}") for addon in ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")
    }
    for addon in FOR_NODES:
        inputs = recording.one(ADDON, f"for-nodes-{addon}").inputs
        assert inputs["addonName"] == addon
        assert inputs["clusterName"] == "softfactory"
        assert inputs["resolveConflictsOnCreate"] == inputs["resolveConflictsOnUpdate"] == "OVERWRITE"


def test_what_runs_as_a_deployment_waits_for_a_node() -> None:
    assert ON_NODES == ("coredns",)


def test_the_name_it_hands_on_waits_for_every_add_on() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = Addons("x", AddonsArgs(cluster_name="softfactory", addon_names=FOR_NODES))

        async def look() -> None:
            seen.extend((await made.cluster_name.future(), len(await made.cluster_name.resources())))

        return pulumi.Output.from_input(look())

    record(program, preview=False)
    assert seen == ["softfactory", len(FOR_NODES)]
