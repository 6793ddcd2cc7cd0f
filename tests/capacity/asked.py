"""What a phase asks of its nodes, without an engine: its manifests, EKS's add-ons, and the nodes' sizes."""

import json
import math
from collections.abc import Mapping
from typing import Any

from components.workloads.priority import VALUES
from localcloud.kubernetes.add_ons import AddOn, objects_of
from localcloud.kubernetes.instance_types import instance_type
from localcloud.kubernetes.usage import Amount, allocatable, requested
from stacks.capacity import Room, Workload
from tests.charts.golden import manifests
from tests.phases import PHASES
from tests.platforms import platform

SYSTEM = 2_000_000_000
PRIORITIES = {**VALUES, "system-cluster-critical": SYSTEM, "system-node-critical": SYSTEM + 1000}
Object = Mapping[str, Any]


def rooms(phase: str) -> list[Room]:
    """Return what each node of the phase has for pods."""
    return [
        room(allocatable(instance_type(group.instance_type).allocatable))
        for group in PHASES[phase].node_groups.values()
        for _ in range(group.desired_nodes)
    ]


def add_ons(phase: str) -> list[Workload]:
    """Return the pods of EKS's own."""
    found = platform(phase).of("aws:eks/addon:Addon").values()
    return [
        workload(item)
        for addon in found
        for item in objects_of(
            AddOn(
                name=addon.inputs["addonName"],
                settings=json.loads(addon.inputs.get("configurationValues") or "{}"),
            )
        )
    ]


def own(phase: str) -> list[Workload]:
    """Return the pods of the phase's manifests."""
    found = list(manifests(platform(phase)))
    most = {
        item["spec"]["scaleTargetRef"]["name"]: item["spec"]["maxReplicas"]
        for item in found
        if item["kind"] == "HorizontalPodAutoscaler"
    }
    return [workload(item, most) for item in found if "template" in item.get("spec", {})]


def everything(phase: str) -> list[Workload]:
    """Return all pods of the cluster, by priority and name."""
    return sorted([*add_ons(phase), *own(phase)], key=lambda item: (-item.priority, item.name))


def workload(item: Object, most: Mapping[str, int] | None = None) -> Workload:
    """Return what a manifest with pods asks for. Raise KeyError for a kind that is not known here."""
    spec = item["spec"]["template"]["spec"]
    # A job has no name of its own, only labels.
    name = item["metadata"].get("name") or item["metadata"]["labels"]["app.kubernetes.io/name"]
    pods, extra = EXTRA[item["kind"]](item["spec"])
    return Workload(
        name=name,
        priority=PRIORITIES[spec["priorityClassName"]],
        each=room(requested(spec)),
        pods=pods,
        most=(most or {}).get(name, pods),
        extra=extra,
        on_every_node=item["kind"] == "DaemonSet",
        in_one_zone="volumeClaimTemplates" in item["spec"],
    )


def room(amount: Amount) -> Room:
    return Room(cpu_millicores=amount.cpu_millicores, memory_mib=amount.memory_mib, pods=amount.pods)


def _deployment(spec: Object) -> tuple[int, int]:
    replicas, strategy = spec.get("replicas", 1), spec.get("strategy", {})
    if strategy.get("type") == "Recreate":
        return replicas, 0
    surge, gone = (
        _count(strategy.get("rollingUpdate", {}).get(key, "25%"), replicas, whole)
        for key, whole in (("maxSurge", math.ceil), ("maxUnavailable", math.floor))
    )
    # A pod that ends keeps its room, and the one after it may have been made already.
    return replicas, surge + max(surge, gone)


def _count(value: int | str, replicas: int, whole: Any) -> int:
    return value if isinstance(value, int) else int(whole(int(value.rstrip("%")) * replicas / 100))


# Pods at rest, and those that a rollout adds. A job runs in a rollout only; sets take a pod's place.
EXTRA: Mapping[str, Any] = {
    "Deployment": _deployment,
    "StatefulSet": lambda spec: (spec.get("replicas", 1), 0),
    "DaemonSet": lambda spec: (0, 0),
    "Job": lambda spec: (0, 1),
}
