"""What stands after an update: resources, addresses, nodes and pods, and how long it took."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from localcloud.cloud import state
from localcloud.cloud.cloud import Cloud
from localcloud.progress import elapsed

_LONGEST = 100  # a longer output is a document (a kubeconfig) and no address


@dataclass(frozen=True)
class Counts:
    """Of one cluster: nodes that are ready of all, pods that run or are done of all."""

    nodes: int
    ready: int
    pods: int
    running: int


def show(cloud: Cloud, stack: str, seconds: float, console: Console | None = None) -> None:
    """Prints the table; secrets among the outputs are left out."""
    found = state.read(cloud, stack)
    table = Table(title=f"stack {stack} on cloud {cloud.name}", show_header=False, title_justify="left")
    table.add_column()
    table.add_column(overflow="fold")  # an address is of use only when it is whole
    table.add_row("resources", f"{len(found.resources)} ({_changes(state.changes(cloud, stack))})")
    for name, value in flat(found.outputs):
        table.add_row(name, Text(value))  # not markup: an ARN has colons that mean emojis to rich
    for name, words in _clusters(cloud):
        table.add_row(name, words)
    table.add_row("elapsed", elapsed(seconds))
    (console or _console()).print(table)


def _console() -> Console:
    """As wide as the terminal; where there is none, wide enough for an address."""
    return Console() if sys.stdout.isatty() else Console(width=120)


def flat(outputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Dotted names and short values, in the order of the names."""
    for name, value in sorted(outputs.items()):
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", text) for inner, text in flat(value))
        elif isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
            yield name, "\n".join(map(str, value)) or "none"
        elif len(str(value)) <= _LONGEST:
            yield name, str(value)


def count(nodes: list[dict[str, Any]], pods: list[dict[str, Any]]) -> Counts:
    """From the items of the Kubernetes API."""
    conditions = [node["status"].get("conditions", []) for node in nodes]
    ready = [any(one["type"] == "Ready" and one["status"] == "True" for one in some) for some in conditions]
    running = [pod["status"].get("phase") in ("Running", "Succeeded") for pod in pods]
    return Counts(len(nodes), sum(ready), len(pods), sum(running))


def _clusters(cloud: Cloud) -> Iterator[tuple[str, str]]:
    from localcloud.kubernetes.fleet import Fleet  # takes half a second to load
    from localcloud.kubernetes.usage import usages  # as above

    fleet = Fleet(cloud.directory)
    for cluster in fleet.status():
        api = fleet.api(cluster.name)
        nodes, pods = (api.items(f"/api/v1/{kind}") for kind in ("nodes", "pods"))
        yield f"cluster {cluster.name}", _words(count(nodes, pods))
        for node in usages(nodes, pods):
            yield f"node {node.name.split('.')[0]} ({node.instance_type})", node.words()


def _words(counts: Counts) -> str:
    return f"{counts.ready} of {counts.nodes} nodes ready, {counts.running} of {counts.pods} pods running"


def _changes(done: Mapping[str, int]) -> str:
    changed = [f"{number} {word}" for word, number in sorted(done.items()) if word != "same" and number]
    return ", ".join(changed) or "nothing had to be changed"
