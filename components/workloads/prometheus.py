"""Prometheus: it asks all pods for their metrics, keeps them, and says when a promise is not kept."""

from dataclasses import dataclass
from typing import Final

import pulumi

from components.workloads.monitoring_size import PrometheusSize
from components.workloads.tool_pod import CONFIGURATION, DATA, Tool, ToolWiring, tool_resources

CONFIGURATION_FILE: Final = "prometheus.yml"
PORT: Final = 9090
# What it has in memory goes to its volume, before the end.
GRACE_SECONDS = 120
_TOOL = Tool(
    user=65534, ports={"http": PORT}, ready_path="/-/ready", live_path="/-/healthy", calls_kubernetes=True
)


@dataclass(frozen=True, kw_only=True)
class PrometheusArgs:
    """What the phase chooses, and where it is."""

    wiring: ToolWiring
    size: PrometheusSize


def arguments(size: PrometheusSize) -> list[str]:
    """Return those of its process."""
    return [
        f"--config.file={CONFIGURATION}/{CONFIGURATION_FILE}",
        # Not the root of the volume, where a file system has things of its own.
        f"--storage.tsdb.path={DATA}/metrics",
        f"--storage.tsdb.retention.time={size.kept_days}d",
        f"--storage.tsdb.retention.size={size.kept_gib}GB",
        f"--web.listen-address=0.0.0.0:{PORT}",
        "--log.format=json",
    ]


class Prometheus(pulumi.ComponentResource):
    """Named as the component is. Its copies know nothing of each other: each keeps all, in another zone."""

    def __init__(self, name: str, args: PrometheusArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Prometheus", name, {}, opts)
        tool_resources(
            name,
            _TOOL,
            args.wiring,
            size=args.size,
            command=arguments(args.size),
            environment={},
            parent=self,
            replicas=args.size.replicas,
            grace_seconds=GRACE_SECONDS,
            storage_gib=args.size.storage_gib,
        )
        self.register_outputs({})
