"""Turning the manifests of one workload into resources, in the order in which they need each other."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pulumi

from components.workloads.chart import Manifest
from components.workloads.manifest_resource import manifest_resource

# A pod is refused without its account, and would start without its rules.
BEFORE_PODS = ("ServiceAccount", "NetworkPolicy")


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
    """Make them and return them by kind; what has pods comes after `after` as well."""
    first, rest = (
        [item for item in manifests if (item["kind"] in BEFORE_PODS) is before] for before in (True, False)
    )
    child = pulumi.ResourceOptions(parent=parent)
    made: dict[str, pulumi.CustomResource] = {}
    for manifest in [*first, *rest]:
        manifest["metadata"]["namespace"] = namespace
        options = child
        if "template" in manifest.get("spec", {}):
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
    return made
