"""Grafana: it shows what Prometheus and Jaeger keep, on dashboards that are code."""

from dataclasses import dataclass
from typing import Final

import pulumi
import yaml

from components.workloads.pod_resources import PodResources
from components.workloads.tool_pod import CONFIGURATION, DATA, Tool, ToolWiring, tool_resources

PORT: Final = 3000
SOURCES_FILE: Final = "sources.yml"
FOLDERS_FILE: Final = "folders.yml"
# Its own database: what people click together is lost with the pod, as a dashboard is code.
SCRATCH_MIB = 256
_PROVISIONING = f"{CONFIGURATION}/provisioning"
_DASHBOARDS = f"{CONFIGURATION}/dashboards"
# Nobody can sign in, and nobody need to: it is reached by who may open a port of a pod in the cluster.
_SETTINGS: Final = {
    "paths_data": DATA,
    "paths_logs": f"{DATA}/log",
    "paths_plugins": f"{DATA}/plugins",
    "paths_provisioning": _PROVISIONING,
    "server_http_port": str(PORT),
    "auth_anonymous_enabled": "true",
    "auth_anonymous_org_role": "Viewer",
    "auth_basic_enabled": "false",
    "auth_disable_login_form": "true",
    "security_disable_initial_admin_creation": "true",
    "users_allow_sign_up": "false",
    "snapshots_external_enabled": "false",
    # It calls nobody outside; no rule of the network would let it.
    "analytics_reporting_enabled": "false",
    "analytics_check_for_updates": "false",
    "analytics_check_for_plugin_updates": "false",
    "news_news_feed_enabled": "false",
    "plugins_preinstall_disabled": "true",
    "log_mode": "console",
    "log_console_format": "json",
}


@dataclass(frozen=True, kw_only=True)
class GrafanaArgs:
    """Of the files of `wiring`, all but those of `provisioning` are dashboards."""

    wiring: ToolWiring
    size: PodResources


def provisioning(prometheus_url: str, jaeger_url: str) -> dict[str, str]:
    """Return the files that say where data is and where dashboards are."""
    sources = [
        {"name": "Prometheus", "uid": "prometheus", "type": "prometheus", "url": prometheus_url},
        {"name": "Jaeger", "uid": "jaeger", "type": "jaeger", "url": jaeger_url},
    ]
    folders = [
        {
            "name": "SoftFactory",
            "type": "file",
            "disableDeletion": True,
            "allowUiUpdates": False,
            "options": {"path": _DASHBOARDS},
        }
    ]
    given = [{"access": "proxy", "editable": False, "isDefault": one is sources[0], **one} for one in sources]
    return {
        SOURCES_FILE: yaml.safe_dump({"apiVersion": 1, "datasources": given}, sort_keys=False),
        FOLDERS_FILE: yaml.safe_dump({"apiVersion": 1, "providers": folders}, sort_keys=False),
    }


class Grafana(pulumi.ComponentResource):
    """Named as the component is."""

    def __init__(self, name: str, args: GrafanaArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Grafana", name, {}, opts)
        tool = Tool(
            user=472,
            ports={"http": PORT},
            ready_path="/api/health",
            live_path="/api/health",
            paths={
                **{file: f"dashboards/{file}" for file in args.wiring.files},
                SOURCES_FILE: f"provisioning/datasources/{SOURCES_FILE}",
                FOLDERS_FILE: f"provisioning/dashboards/{FOLDERS_FILE}",
            },
        )
        tool_resources(
            name,
            tool,
            args.wiring,
            size=args.size,
            command=[],
            environment={f"GF_{key.upper()}": value for key, value in _SETTINGS.items()},
            parent=self,
            scratch_mib=SCRATCH_MIB,
        )
        self.register_outputs({})
