"""Alertmanager: it makes one incident of many alerts, and tells PagerDuty."""

from dataclasses import dataclass
from typing import Final

import pulumi

from components.workloads.alert_routing import ROUTING_KEY
from components.workloads.monitoring_size import AlertmanagerSize
from components.workloads.tool_pod import CONFIGURATION, DATA, Tool, ToolWiring, tool_resources

CONFIGURATION_FILE: Final = "alertmanager.yml"
PORT: Final = 9093
PEER_PORT: Final = 9094
# What it remembers of five days: silences, and what was sent.
SCRATCH_MIB = 64
_TOOL = Tool(user=65534, ports={"http": PORT}, ready_path="/-/ready", live_path="/-/healthy")


@dataclass(frozen=True, kw_only=True)
class AlertmanagerArgs:
    """`routing_key` is that of an integration of PagerDuty by its Events API v2."""

    wiring: ToolWiring
    size: AlertmanagerSize
    routing_key: pulumi.Input[str]


def addresses(name: str, size: AlertmanagerSize, port: int) -> list[str]:
    """Return the address of each copy within the namespace."""
    return [f"{name}-{number}.{name}:{port}" for number in range(size.replicas)]


def arguments(name: str, size: AlertmanagerSize) -> list[str]:
    """Return those of its process."""
    return [
        f"--config.file={CONFIGURATION}/{CONFIGURATION_FILE}",
        f"--storage.path={DATA}",
        f"--web.listen-address=0.0.0.0:{PORT}",
        f"--cluster.listen-address=0.0.0.0:{PEER_PORT}",
        *(f"--cluster.peer={address}" for address in addresses(name, size, PEER_PORT)),
        "--log.format=json",
    ]


class Alertmanager(pulumi.ComponentResource):
    """Named as the component is. A copy that is made anew is told by the others what it has to know."""

    def __init__(self, name: str, args: AlertmanagerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Alertmanager", name, {}, opts)
        tool_resources(
            name,
            _TOOL,
            args.wiring,
            size=args.size,
            command=arguments(name, args.size),
            environment={},
            parent=self,
            replicas=args.size.replicas,
            scratch_mib=SCRATCH_MIB,
            secrets={ROUTING_KEY: args.routing_key},
        )
        self.register_outputs({})
