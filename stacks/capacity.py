"""Whether the pods of a phase have room on its nodes: at rest, in rollouts, and with a node less."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True)
class Room:
    """What a node has for pods, or what pods ask for."""

    cpu_millicores: int
    memory_mib: int
    pods: int

    def __add__(self, other: "Room") -> "Room":
        return Room(
            cpu_millicores=self.cpu_millicores + other.cpu_millicores,
            memory_mib=self.memory_mib + other.memory_mib,
            pods=self.pods + other.pods,
        )

    def holds(self, other: "Room") -> bool:
        """Whether there is enough of everything."""
        return (
            other.cpu_millicores <= self.cpu_millicores
            and other.memory_mib <= self.memory_mib
            and other.pods <= self.pods
        )


NOTHING = Room(cpu_millicores=0, memory_mib=0, pods=0)


def total(rooms: Iterable[Room]) -> Room:
    """Return all of them together."""
    return sum(rooms, NOTHING)


@dataclass(frozen=True, kw_only=True)
class Workload:
    """So many pods that ask for `each`, or one on every node; those of higher priority go first.

    `extra` are those that a rollout adds, and those it leaves to end; `most` is what an autoscaler may make
    of `pods`. Pods of which each has a volume `in_one_zone` are apart, and go where the volume is or nowhere.
    """

    name: str
    priority: int
    each: Room
    pods: int
    most: int
    extra: int
    on_every_node: bool = False
    in_one_zone: bool = False


@dataclass(kw_only=True)
class Node:
    """A node and the workloads of its pods, one item for each pod."""

    room: Room
    pods: list[Workload] = field(default_factory=list)

    @property
    def used(self) -> Room:
        """What its pods ask for."""
        return total(pod.each for pod in self.pods)

    @property
    def share(self) -> float:
        """How full it is, by the mean of CPU and memory, as the scheduler scores it."""
        used = self.used
        return used.cpu_millicores / self.room.cpu_millicores + used.memory_mib / self.room.memory_mib

    def takes(self, pod: Workload) -> bool:
        """Whether there is room for one more pod."""
        apart = pod.in_one_zone and pod in self.pods
        return not apart and self.room.holds(self.used + pod.each)


Choice = Callable[[Node], float]


def emptiest(node: Node) -> float:
    """Where the scheduler puts a pod if it can."""
    return node.share


def fullest(node: Node) -> float:
    """Where pods are when they have come about as badly as can be: what is left is in many small pieces."""
    return -node.share


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Pods on nodes, and those that no node has room for."""

    nodes: Sequence[Node]
    waiting: Sequence[Workload]


def placed(rooms: Iterable[Room], workloads: Sequence[Workload], choice: Choice) -> Placement:
    """Put all pods of the workloads, as they are at rest, onto empty nodes."""
    nodes, waiting = [Node(room=room) for room in rooms], []
    for node in nodes:
        for item in workloads:
            if item.on_every_node and not _put([node], item, choice):
                waiting.append(item)
    rest = added(nodes, (pod for item in workloads for pod in [item] * item.pods), choice)
    return replace(rest, waiting=[*waiting, *rest.waiting])


def added(nodes: Iterable[Node], pods: Iterable[Workload], choice: Choice) -> Placement:
    """Put more pods onto the nodes, by their priority, while those that are there stay."""
    found, waiting = _copied(nodes), []
    for pod in sorted(pods, key=_first):
        if not _put(found, pod, choice):
            waiting.append(pod)
    return Placement(nodes=found, waiting=waiting)


def rollout(*workloads: Workload) -> list[Workload]:
    """Return the pods that there are more at the widest moment of a rollout of these."""
    return [pod for item in workloads for pod in [item] * item.extra]


def growth(*workloads: Workload) -> list[Workload]:
    """Return the pods that there are more when the autoscalers have gone as far as they may."""
    return [pod for item in workloads for pod in [item] * (item.most - item.pods)]


def without(nodes: Sequence[Node], lost: int, choice: Choice) -> Placement:
    """Take a node away, and put its pods onto the others, over pods of lower priority if need be."""
    left = _copied(node for index, node in enumerate(nodes) if index != lost)
    # There may be no other node in the zone.
    waiting = [pod for pod in nodes[lost].pods if pod.in_one_zone]
    homeless = [pod for pod in nodes[lost].pods if not (pod.on_every_node or pod.in_one_zone)]
    while homeless:
        homeless.sort(key=_first)
        pod = homeless.pop(0)
        if not _put(left, pod, choice):
            homeless += _evicted_for(pod, left)
            if not _put(left, pod, choice):
                waiting.append(pod)
    return Placement(nodes=left, waiting=waiting)


def running(nodes: Iterable[Node]) -> Counter[str]:
    """Count the pods by the names of their workloads."""
    return Counter(pod.name for node in nodes for pod in node.pods)


def _first(pod: Workload) -> int:
    return -pod.priority


def _copied(nodes: Iterable[Node]) -> list[Node]:
    return [replace(node, pods=list(node.pods)) for node in nodes]


def _put(nodes: Iterable[Node], pod: Workload, choice: Choice) -> bool:
    able = [node for node in nodes if node.takes(pod)]
    if able:
        min(able, key=choice).pods.append(pod)
    return bool(able)


def _evicted_for(pod: Workload, nodes: Iterable[Node]) -> list[Workload]:
    """Take pods of lower priority away where the fewest make room for this one; nobody if none do."""
    ways = [(evicted, node) for node in nodes if (evicted := _in_the_way(pod, node))]
    if not ways:
        return []
    evicted, node = min(ways, key=lambda way: len(way[0]))
    for one in evicted:
        node.pods.remove(one)
    return evicted


def _in_the_way(pod: Workload, node: Node) -> list[Workload]:
    """Return the pods of lowest priority that have to go before the node takes this one, if it then does."""
    lower = sorted((one for one in node.pods if one.priority < pod.priority), key=lambda one: one.priority)
    for number in range(1, len(lower) + 1):
        kept = list(node.pods)
        for one in lower[:number]:
            kept.remove(one)
        if replace(node, pods=kept).takes(pod):
            return lower[:number]
    return []
