"""The list of clouds: what runs, where, and what is deployed."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from localcloud.cloud import server, stacks, state
from localcloud.cloud.cloud import Cloud


def show(clouds: Sequence[Cloud], console: Console | None = None) -> None:
    """Prints one row per cloud."""
    if not clouds:
        (console or Console()).print("there is no embedded cloud; `make up PHASE=phase1` makes one")
        return
    table = Table("cloud", "AWS", "clusters", "stacks with resources")
    for cloud in clouds:
        aws = cloud.aws_url if server.find(cloud) else "stopped"
        clusters = sorted(path.parent.name for path in cloud.directory.glob("clusters/*/cluster.json"))
        deployed = {name: len(state.read(cloud, name).resources) for name in stacks.names(cloud.project)}
        words = ", ".join(f"{name}: {number}" for name, number in deployed.items() if number)
        table.add_row(cloud.name, aws, ", ".join(clusters) or "none", words or "none")
    (console or Console()).print(table)
