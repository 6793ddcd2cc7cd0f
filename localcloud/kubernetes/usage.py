"""What pods ask for on each node, against what the node has for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from localcloud.kubernetes.sdk import parse_quantity

Object = Mapping[str, Any]
_MIB = 1024 * 1024
_ENDED = ("Succeeded", "Failed")
# The client has no types.
_quantity: Callable[[str | int], Decimal] = parse_quantity


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Of what the scheduler counts."""

    cpu_millicores: int
    memory_mib: int
    pods: int


@dataclass(frozen=True, kw_only=True)
class NodeUsage:
    """Of one node."""

    name: str
    instance_type: str
    requested: Amount
    allocatable: Amount

    def words(self) -> str:
        """Return what is requested of what is allocatable, in one line."""
        asked, given = self.requested, self.allocatable
        cpu = _share(asked.cpu_millicores, given.cpu_millicores, "m")
        memory = _share(asked.memory_mib, given.memory_mib, " MiB")
        return f"CPU {cpu}, memory {memory}, {asked.pods} of {given.pods} pods"


def usages(nodes: Iterable[Object], pods: Iterable[Object]) -> list[NodeUsage]:
    """Return the usage of each node, by name; a pod that has ended asks for nothing."""
    asked: dict[str, list[Amount]] = {}
    for pod in pods:
        if pod["spec"].get("nodeName") and pod.get("status", {}).get("phase") not in _ENDED:
            asked.setdefault(pod["spec"]["nodeName"], []).append(requested(pod["spec"]))
    return [
        NodeUsage(
            name=name,
            instance_type=node["metadata"].get("labels", {}).get("node.kubernetes.io/instance-type", ""),
            requested=Amount(
                cpu_millicores=sum(one.cpu_millicores for one in asked.get(name, ())),
                memory_mib=sum(one.memory_mib for one in asked.get(name, ())),
                pods=len(asked.get(name, ())),
            ),
            allocatable=allocatable(node["status"]["allocatable"]),
        )
        for name, node in sorted((node["metadata"]["name"], node) for node in nodes)
    ]


def requested(spec: Object) -> Amount:
    """Return what the scheduler keeps free for a pod: its containers together, or more if an init needs it.

    An init container that always restarts runs beside the containers, and counts as one of them.
    """
    first: list[Object] = []
    beside: list[Object] = list(spec["containers"])
    for container in spec.get("initContainers", ()):
        (beside if container.get("restartPolicy") == "Always" else first).append(container)
    cpu, memory = (
        max(sum(_request(one, what) for one in beside), *(_request(one, what) for one in first), Decimal(0))
        + _quantity(spec.get("overhead", {}).get(what, 0))
        for what in ("cpu", "memory")
    )
    return Amount(
        cpu_millicores=_whole(cpu * 1000, ROUND_CEILING),
        memory_mib=_whole(memory / _MIB, ROUND_CEILING),
        pods=1,
    )


def allocatable(quantities: Mapping[str, str]) -> Amount:
    """Return what a node has for pods, from the quantities of its status."""
    return Amount(
        cpu_millicores=_whole(_quantity(quantities["cpu"]) * 1000, ROUND_FLOOR),
        memory_mib=_whole(_quantity(quantities["memory"]) / _MIB, ROUND_FLOOR),
        pods=int(quantities["pods"]),
    )


def _request(container: Object, what: str) -> Decimal:
    return _quantity(container.get("resources", {}).get("requests", {}).get(what, 0))


def _whole(value: Decimal, rounding: str) -> int:
    return int(value.to_integral_value(rounding))


def _share(asked: int, given: int, unit: str) -> str:
    return f"{asked:,} of {given:,}{unit} ({asked / given:.0%})"
