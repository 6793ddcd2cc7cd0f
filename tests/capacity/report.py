"""docs/capacity.md: what each phase asks of its nodes; `python -m tests.capacity.report` writes it anew."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from stacks.capacity import (
    Placement,
    Room,
    Workload,
    added,
    emptiest,
    fullest,
    growth,
    placed,
    rollout,
    total,
    without,
)
from tests.capacity.asked import everything, own, rooms
from tests.phases import PHASES, ROOT

PAGE = ROOT / "docs/capacity.md"
CHOICES = (emptiest, fullest)
HEAD = """# What fits on the nodes

Made by `python -m tests.capacity.report` from the manifests of each phase, the pods of EKS's add-ons and the
sizes of the nodes, and checked by `tests/capacity/test_report.py`.

- *Of* is what a node has for pods: without what the kubelet and the system keep, and of pods as many as its
  network interfaces have addresses for.
- The nodes are filled evenly, as the scheduler does when it can. `make up` prints how it has really filled
  them, one row per node.
- *Rollout* is how many pods there are more at its widest moment: the surge, and those that end and keep their
  room until they have. A job runs only then.
- *Pods that wait* holds for pods that are spread evenly, and for pods that fill one node after another.
  They come when others have ended, or when there is another node. A pod with a volume goes only where the
  volume is, which never leaves its zone: it is counted as one that waits for a node there, while the other
  copy, in another zone, does the same work.
"""


def report() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(line for phase in PHASES for line in _phase(phase))]) + "\n"


def waits(placements: Iterable[Placement]) -> str:
    """Return what has no room in the worst of these, in words."""
    worst = max(placements, key=lambda item: len(item.waiting)).waiting
    counted = sorted(Counter(pod.name for pod in worst).items())
    return ", ".join(f"{number} of {name}" for name, number in counted) or "none"


@cache
def cases(phase: str) -> dict[str, str]:
    """Return which pods wait, by what happens."""
    workloads, nodes = everything(phase), rooms(phase)
    bases = [(placed(nodes, workloads, choice), choice) for choice in CHOICES]

    def more(pods: Sequence[Workload]) -> list[Placement]:
        return [added(base.nodes, pods, choice) for base, choice in bases]

    return {
        "at rest": waits(base for base, _ in bases),
        "in a rollout of any one workload": waits(one for item in workloads for one in more(rollout(item))),
        # A job has ended before the rollouts that wait for it, each of which needs more than the job.
        "in rollouts of all workloads at once": waits(
            more(rollout(*(item for item in own(phase) if item.pods)))
        ),
        "when autoscalers are at their most": waits(more(growth(*workloads))),
        "after any one node is lost": waits(
            without(base.nodes, lost, choice) for base, choice in bases for lost in range(len(nodes))
        ),
    }


def _phase(phase: str) -> Iterator[str]:
    workloads, given = everything(phase), rooms(phase)
    nodes = placed(given, workloads, emptiest).nodes
    types = [
        f"{name}: {group.instance_type}"
        for name, group in PHASES[phase].node_groups.items()
        for _ in range(group.desired_nodes)
    ]
    yield from (f"## {phase}", "", "| Node | CPU, millicores | Memory, MiB | Pods |", "|---|--:|--:|--:|")
    for name, node in zip(types, nodes, strict=True):
        yield _row(name, node.used, node.room)
    yield _row("Together", total(node.used for node in nodes), total(given))
    yield from ("", "| Pods of | At rest | Rollout | CPU of each | Memory of each |", "|---|--:|--:|--:|--:|")
    for item in workloads:
        pods = f"{len(given)}, one on each node" if item.on_every_node else str(item.pods)
        pods += f" to {item.most}" if item.most > item.pods else ""
        yield f"| {item.name} | {pods} | {item.extra} | {item.each.cpu_millicores} | {item.each.memory_mib} |"
    yield from ("", "| Pods that wait | |", "|---|---|")
    yield from (f"| {when} | {which} |" for when, which in cases(phase).items())
    yield ""


def _row(name: str, used: Room, room: Room) -> str:
    cpu = _share(used.cpu_millicores, room.cpu_millicores)
    return f"| {name} | {cpu} | {_share(used.memory_mib, room.memory_mib)} | {used.pods} of {room.pods} |"


def _share(used: int, room: int) -> str:
    return f"{used:,} of {room:,} ({used / room:.0%})"


if __name__ == "__main__":
    PAGE.write_text(report(), encoding="utf-8")
