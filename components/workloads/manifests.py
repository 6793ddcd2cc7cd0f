"""Turning the manifests of one workload into resources, in the order in which they need each other."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pulumi

from components.workloads.chart import Manifest
from components.workloads.manifest_resource import manifest_resource

# A pod is refused without its account, and would start without its rules.
BEFORE_PODS = ("ServiceAccount", "NetworkPolicy")
_LAST = 2


class Binding(Protocol):
    """What is only known once it is made."""

    def bind(self, manifest: Manifest) -> None:
        """Put it into a manifest that has pods."""


def workload_resources(
    name: str,
    manifests: Sequence[Manifest],
    *,
    namespace: pulumi.Input[str],
    binding: Binding,
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
    ignore_changes: Sequence[str] = (),
    wait_seconds: int = 600,
) -> Mapping[str, pulumi.CustomResource]:
    """Make them and return them by kind; what has pods comes after `after` as well.

    A Service comes after its pods, for which the engine would wait: as many of them as it makes at once would
    keep it from making any pod.
    """
    child = pulumi.ResourceOptions(parent=parent)
    made: dict[str, pulumi.CustomResource] = {}
    pods: list[pulumi.Resource] = []
    for manifest in sorted(manifests, key=_turn):
        manifest["metadata"]["namespace"] = namespace
        options = child
        if _turn(manifest) == _LAST:
            options = pulumi.ResourceOptions(parent=parent, depends_on=pods)
        if _has_pods(manifest):
            binding.bind(manifest)
            before = [*after, *(made[kind] for kind in BEFORE_PODS)]
            wait = f"{wait_seconds}s"
            options = pulumi.ResourceOptions(
                parent=parent,
                depends_on=before,
                ignore_changes=list(ignore_changes),
                custom_timeouts=pulumi.CustomTimeouts(create=wait, update=wait),
            )
        made[manifest["kind"]] = manifest_resource(name, manifest, options)
        if _has_pods(manifest):
            pods.append(made[manifest["kind"]])
    return made


def _has_pods(manifest: Manifest) -> bool:
    return "template" in manifest.get("spec", {})


def _turn(manifest: Manifest) -> int:
    if manifest["kind"] in BEFORE_PODS:
        return 0
    # Without an address of its own it leads to nobody, and nothing waits for it.
    leads = manifest["kind"] == "Service" and manifest["spec"].get("clusterIP") != "None"
    return _LAST if leads else 1
