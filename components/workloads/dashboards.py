"""The dashboards of Grafana: tables of panels, one set for each service, and the JSON that Grafana reads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# Two in a row, of the 24 columns that Grafana has.
_WIDTH, _HEIGHT = 12, 8
_SCHEMA = 39
SOURCE: Final = {"type": "prometheus", "uid": "prometheus"}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A graph: queries by what each line is called, in a unit of Grafana's."""

    title: str
    unit: str
    queries: Mapping[str, str]

    def of(self, workload: str) -> "Panel":
        """Return the panel of one workload."""
        filled = {legend: query.replace("$workload", workload) for legend, query in self.queries.items()}
        return Panel(title=self.title, unit=self.unit, queries=filled)


def _quantile(share: str, by: str, metric: str, of: str) -> str:
    labels = f"{by}, le" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({metric}_bucket{{{of}}}[5m])))"


_WEB, _WORKER = 'workload="$workload"', 'workload="$workload-worker"'

SERVICE: Final = (
    Panel(
        title="Requests by status",
        unit="reqps",
        queries={"{{status}}": f"sum by (status) (rate(app_requests_total{{{_WEB}}}[5m]))"},
    ),
    Panel(
        title="Requests that fail",
        unit="percentunit",
        queries={"failed": f"workload:app_requests_failed:ratio5m{{{_WEB}}}"},
    ),
    Panel(
        title="Time to answer",
        unit="s",
        queries={
            "p99": f"workload:app_request_seconds:p99_5m{{{_WEB}}}",
            "p50": _quantile("0.5", "", "app_request_seconds", _WEB),
        },
    ),
    Panel(
        title="Slowest endpoints, p99",
        unit="s",
        queries={"{{endpoint}}": f"topk(10, {_quantile('0.99', 'endpoint', 'app_request_seconds', _WEB)})"},
    ),
    Panel(
        title="Found in the cache",
        unit="percentunit",
        queries={
            "{{kind}}": f"sum by (kind) (rate(app_cache_hits_total{{{_WEB}}}[5m])) / "
            f"(sum by (kind) (rate(app_cache_hits_total{{{_WEB}}}[5m])) + "
            f"sum by (kind) (rate(app_cache_misses_total{{{_WEB}}}[5m])))"
        },
    ),
    Panel(
        title="Connections to the database in use",
        unit="short",
        queries={"{{pool}}": f"sum by (pool) (app_pool_in_use{{{_WEB}}})"},
    ),
    Panel(
        title="Reads by server",
        unit="reqps",
        queries={"{{server}}": f"sum by (server) (rate(app_reads_routed_total{{{_WEB}}}[5m]))"},
    ),
    Panel(
        title="How far replicas are behind",
        unit="s",
        queries={"{{replica}}": f"max by (replica) (app_replica_lag_seconds{{{_WEB}}})"},
    ),
    Panel(
        title="Calls of other services",
        unit="reqps",
        queries={
            "{{service}} {{outcome}}": "sum by (service, outcome) "
            f"(rate(app_neighbour_calls_total{{{_WEB}}}[5m]))"
        },
    ),
    Panel(
        title="Jobs by how they ended",
        unit="ops",
        queries={"{{outcome}}": f"sum by (outcome) (rate(app_jobs_total{{{_WORKER}}}[5m]))"},
    ),
    Panel(
        title="Jobs, p95",
        unit="s",
        queries={
            "in the queue": f"workload:app_job_wait_seconds:p95_10m{{{_WORKER}}}",
            "at work": _quantile("0.95", "", "app_job_seconds", _WORKER),
        },
    ),
    Panel(
        title="Pods that answer",
        unit="short",
        queries={"{{workload}}": 'sum by (workload) (up{workload=~"$workload(-worker)?"})'},
    ),
)
GATEWAY: Final = (
    Panel(
        title="Requests by status",
        unit="reqps",
        queries={"{{code}}": "sum by (code) (rate(kong_http_requests_total[5m]))"},
    ),
    Panel(
        title="Requests by route",
        unit="reqps",
        queries={"{{route}}": "sum by (route) (rate(kong_http_requests_total[5m]))"},
    ),
    Panel(
        title="Requests that fail, by route",
        unit="percentunit",
        queries={"{{route}}": "route:kong_http_requests_failed:ratio5m"},
    ),
    Panel(
        title="Time to answer, p99",
        unit="ms",
        queries={
            "whole": _quantile("0.99", "", "kong_request_latency_ms", ""),
            "the service": _quantile("0.99", "", "kong_upstream_latency_ms", ""),
            "the gateway": _quantile("0.99", "", "kong_kong_latency_ms", ""),
        },
    ),
    Panel(
        title="Services that are given up",
        unit="short",
        queries={"{{upstream}}": 'max by (upstream) (kong_upstream_target_health{state!="healthy"})'},
    ),
    Panel(
        title="Connections",
        unit="short",
        queries={"{{state}}": "sum by (state) (kong_nginx_connections_total)"},
    ),
)
OVERVIEW: Final = (
    Panel(
        title="Time to answer, p99", unit="s", queries={"{{workload}}": "workload:app_request_seconds:p99_5m"}
    ),
    Panel(
        title="Requests that fail",
        unit="percentunit",
        queries={"{{workload}}": "workload:app_requests_failed:ratio5m"},
    ),
    Panel(title="Requests", unit="reqps", queries={"{{workload}}": "workload:app_requests:rate5m"}),
    Panel(
        title="Found in the cache",
        unit="percentunit",
        queries={"{{workload}}": "workload:app_cache_hits:ratio30m"},
    ),
    Panel(
        title="Jobs in their queue, p95",
        unit="s",
        queries={"{{workload}}": "workload:app_job_wait_seconds:p95_10m"},
    ),
    Panel(title="Pods that answer", unit="short", queries={"{{workload}}": "sum by (workload) (up)"}),
    Panel(
        title="What Prometheus keeps",
        unit="bytes",
        queries={"{{pod}}": "prometheus_tsdb_storage_blocks_bytes"},
    ),
    Panel(
        title="Alerts that were not delivered",
        unit="ops",
        queries={
            "{{integration}}": "sum by (integration) (rate(alertmanager_notifications_failed_total[5m]))"
        },
    ),
)


def boards(services: Sequence[str]) -> dict[str, tuple[Panel, ...]]:
    """Return the panels of every dashboard by its name."""
    return {
        "overview": OVERVIEW,
        "gateway": GATEWAY,
        **{name: tuple(panel.of(name) for panel in SERVICE) for name in services},
    }


def dashboards(services: Sequence[str]) -> dict[str, str]:
    """Return the files of all dashboards."""
    return {f"{name}.json": _dashboard(name, panels) for name, panels in boards(services).items()}


def _dashboard(name: str, panels: Sequence[Panel]) -> str:
    head = {
        "uid": name,
        "title": name.capitalize() if name in ("overview", "gateway") else name,
        "tags": ["softfactory"],
        "schemaVersion": _SCHEMA,
        "editable": False,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
    }
    # A line for each panel, so that a change of one is a change of one line.
    lines = ",\n".join(json.dumps(panel) for panel in _placed(panels))
    return f'{json.dumps(head)[:-1]}, "panels": [\n{lines}\n]}}\n'


def _placed(panels: Sequence[Panel]) -> Iterator[dict[str, Any]]:
    for number, panel in enumerate(panels):
        row, column = divmod(number, 24 // _WIDTH)
        yield {
            "id": number + 1,
            "type": "timeseries",
            "title": panel.title,
            "datasource": SOURCE,
            "gridPos": {"x": column * _WIDTH, "y": row * _HEIGHT, "w": _WIDTH, "h": _HEIGHT},
            "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
            "targets": [
                {"refId": chr(ord("A") + index), "expr": query, "legendFormat": legend}
                for index, (legend, query) in enumerate(panel.queries.items())
            ],
        }
