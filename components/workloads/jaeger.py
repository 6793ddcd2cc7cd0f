"""Jaeger: it keeps the traces of requests for some hours and shows them."""

from dataclasses import dataclass
from typing import Final

import pulumi

from components.workloads.monitoring_size import JaegerSize
from components.workloads.tool_pod import CONFIGURATION, Tool, ToolWiring, tool_resources
from components.workloads.trace_configuration import HEALTH_PORT, METRICS_PORT, OTLP_PORT, QUERY_PORT

CONFIGURATION_FILE: Final = "jaeger.yml"
_TOOL = Tool(
    user=10001,
    ports={"http": QUERY_PORT, "otlp": OTLP_PORT, "metrics": METRICS_PORT, "health": HEALTH_PORT},
    probe_port="health",
    ready_path="/status",
    live_path="/status",
)


@dataclass(frozen=True, kw_only=True)
class JaegerArgs:
    """What the phase chooses, and where it is."""

    wiring: ToolWiring
    size: JaegerSize


class Jaeger(pulumi.ComponentResource):
    """Named as the component is. Its traces go with its pod: they are about what is slow now."""

    def __init__(self, name: str, args: JaegerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Jaeger", name, {}, opts)
        tool_resources(
            name,
            _TOOL,
            args.wiring,
            size=args.size,
            command=[f"--config={CONFIGURATION}/{CONFIGURATION_FILE}"],
            environment={},
            parent=self,
            scratch_mib=args.size.scratch_mib,
        )
        self.register_outputs({})
