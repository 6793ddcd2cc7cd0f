"""What the tests of what watches share: sizes, Prometheus's tools, and the metrics of an expression."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from app.backing.process import program
from app.operability import metrics
from components.workloads.alert_rules import RECORDED, AlertRules
from components.workloads.network_rules import to_workloads
from components.workloads.tool_pod import ToolWiring
from stacks.charts import chart
from tests.components.workloads.kong import METRICS as OF_KONG
from tests.phases import PHASES

MONITORING: Any = next(spec.monitoring for spec in PHASES.values() if spec.monitoring)
RULES = AlertRules(
    objectives=MONITORING.objectives,
    cache_hit_rate_percent=85,
    workloads=["coocook"],
    runbooks_url="https://example.org/runbooks",
)
# What Prometheus itself makes of each target, and what of their own the tools' pages name:
# https://prometheus.io/docs/concepts/jobs_instances/
OF_PROMETHEUS = {
    "up", "prometheus_rule_evaluation_failures_total", "prometheus_tsdb_storage_blocks_bytes",
    "alertmanager_notifications_failed_total",
}  # fmt: skip
# Not metrics: the words of PromQL that are used.
_WORDS = {
    "absent", "and", "by", "histogram_quantile", "increase", "le", "max", "or", "quantile_over_time", "rate",
    "sum", "topk",
}  # fmt: skip
# Of the target, not of the metric.
OF_TARGETS = {"job", "workload", "pod", "instance"}
# Of each type, behind the name.
_SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


def wiring(name: str, **changes: Any) -> ToolWiring:
    """Return what every tool is wired to."""
    given: dict[str, Any] = {
        "chart": chart(name),
        "namespace": "softfactory",
        "image": f"{name}@sha256:1",
        "files": {f"{name}.yml": "a: 1\n"},
        "rules": to_workloads(["platform"], 8000),
        "disruptions": True,
        "storage_class": "gp3",
    }
    return ToolWiring(**{**given, **changes})


def run(tool: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([program(tool), *arguments], capture_output=True, text=True, check=False)


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def of_the_app() -> dict[str, set[str]]:
    """Return the names under which the app's own metrics are told, and the labels of each."""
    own = [item for item in vars(metrics).values() if isinstance(item, MetricWrapperBase)]
    # Who is not registered is not told.
    assert all(item in REGISTRY._collector_to_names for item in own)
    return {
        f"{item._name}{suffix}": {*item._labelnames, *({"le"} if suffix == "_bucket" else ())}
        for item in own
        for suffix in _SUFFIXES[str(item._type)]
    }


def exposed() -> set[str]:
    """Return every name that somebody tells, or that a rule records."""
    return {*of_the_app(), *OF_KONG, *OF_PROMETHEUS, *RECORDED}


def metrics_in(expression: str) -> set[str]:
    """Return the names of metrics in an expression of PromQL."""
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\"[^\"]*\"|\b(?:by|without) \([^)]*\)", " ", expression)
    return set(re.findall(r"(?<![\w.])[a-zA-Z_:][\w:]*", bare)) - _WORDS


def labels_in(expression: str) -> Iterator[tuple[str, str]]:
    """Yield each metric with each label that it is asked for."""
    for name, matchers in re.findall(r"([a-zA-Z_:][\w:]*)\{([^}]*)\}", expression):
        for label in re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers):
            yield name, label


def kept_labels(query: str) -> set[str]:
    """Return the labels that are left of what a query finds."""
    if grouped := re.findall(r"\bby \(([^)]*)\)", query):
        return {label.strip() for labels in grouped for label in labels.split(",")}
    # The name of what is recorded begins with its labels.
    recorded = {name.split(":")[0] for name in metrics_in(query) if ":" in name}
    return recorded or OF_TARGETS
