"""The configuration of Prometheus: whom it asks, by the labels that all pods carry, and whom it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from components.workloads.gateway_environment import STATUS_PORT
from components.workloads.labels import PART_OF
from components.workloads.tool_pod import COMPONENT, CONFIGURATION
from components.workloads.web_service import PORT as WEB_PORT
from components.workloads.worker import METRICS_PORT

RULES_FILE: Final = "rules.yml"
# By the role of a pod, which is its label and the name of the job: where its metrics are.
PORTS: Final[Mapping[str, int]] = {"web": WEB_PORT, "worker": METRICS_PORT, "gateway": STATUS_PORT}
_LABEL = "__meta_kubernetes_pod_label_app_kubernetes_io_"


@dataclass(frozen=True, kw_only=True)
class ScrapeConfiguration:
    """`tools` are the ports of what watches, by name; `alertmanagers` are addresses."""

    scrape_seconds: int
    tools: Mapping[str, int]
    alertmanagers: Sequence[str]


def scraping(of: ScrapeConfiguration) -> str:
    """Return the file that Prometheus reads."""
    document = {
        "global": {
            "scrape_interval": f"{of.scrape_seconds}s",
            "scrape_timeout": f"{min(10, of.scrape_seconds)}s",
            "evaluation_interval": f"{of.scrape_seconds}s",
        },
        "rule_files": [f"{CONFIGURATION}/{RULES_FILE}"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": list(of.alertmanagers)}]}]},
        "scrape_configs": [
            *(_job(role, role, port, []) for role, port in PORTS.items()),
            *(_job(tool, COMPONENT, port, [_keep("name", tool)]) for tool, port in of.tools.items()),
        ],
    }
    return yaml.safe_dump(document, sort_keys=False, width=10_000)


def _job(name: str, role: str, port: int, more: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "job_name": name,
        "kubernetes_sd_configs": [{"role": "pod", "namespaces": {"own_namespace": True}}],
        # What a pod says of itself never takes the place of who it is.
        "honor_labels": False,
        "relabel_configs": [
            _keep("part_of", PART_OF),
            _keep("component", role),
            *more,
            {
                "action": "keep",
                "source_labels": ["__meta_kubernetes_pod_container_port_number"],
                "regex": str(port),
            },
            {"action": "drop", "source_labels": ["__meta_kubernetes_pod_phase"], "regex": "Succeeded|Failed"},
            {"source_labels": [f"{_LABEL}name"], "target_label": "workload"},
            {"source_labels": ["__meta_kubernetes_pod_name"], "target_label": "pod"},
        ],
    }


def _keep(label: str, value: str) -> dict[str, Any]:
    return {"action": "keep", "source_labels": [f"{_LABEL}{label}"], "regex": value}
