"""What is computed all the time, and what wakes somebody: recording rules and alerts, as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import yaml

from components.workloads.monitoring_size import ObjectivesSize


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert; `expression` may name the limits, and `says` and `runbook` are for who is woken."""

    name: str
    expression: str
    minutes: int
    severity: Literal["critical", "warning"]
    runbook: str
    says: str


@dataclass(frozen=True, kw_only=True)
class AlertRules:
    """What the rules depend on: the objectives, the workloads that there have to be, and where pages are."""

    objectives: ObjectivesSize
    cache_hit_rate_percent: int
    workloads: Sequence[str]
    runbooks_url: str


# In seconds and in parts of one, by workload.
RECORDED: Final = {
    "workload:app_requests:rate5m": "sum by (workload) (rate(app_requests_total[5m]))",
    "workload:app_requests_failed:ratio5m": (
        'sum by (workload) (rate(app_requests_total{status=~"5.."}[5m])) / workload:app_requests:rate5m'
    ),
    "workload:app_request_seconds:p99_5m": (
        "histogram_quantile(0.99, sum by (workload, le) (rate(app_request_seconds_bucket[5m])))"
    ),
    "workload:app_cache_hits:ratio30m": (
        "sum by (workload) (rate(app_cache_hits_total[30m])) / "
        "(sum by (workload) (rate(app_cache_hits_total[30m])) + "
        "sum by (workload) (rate(app_cache_misses_total[30m])))"
    ),
    "workload:app_job_wait_seconds:p95_10m": (
        "histogram_quantile(0.95, sum by (workload, le) (rate(app_job_wait_seconds_bucket[10m])))"
    ),
    "route:kong_http_requests_failed:ratio5m": (
        'sum by (route) (rate(kong_http_requests_total{code=~"5.."}[5m])) / '
        "sum by (route) (rate(kong_http_requests_total[5m]))"
    ),
}

ALERTS: Final = (
    Alert(
        name="SlowRequests",
        expression="workload:app_request_seconds:p99_5m > {p99_seconds}",
        minutes=10,
        severity="critical",
        runbook="answer-errors",
        says="One in a hundred requests to {{ $labels.workload }} takes {{ $value | humanizeDuration }}",
    ),
    Alert(
        name="FailedRequests",
        # A request a minute, so that one failure at night is no outage.
        expression=(
            "workload:app_requests_failed:ratio5m > {failed} and workload:app_requests:rate5m > 1 / 60"
        ),
        minutes=5,
        severity="critical",
        runbook="answer-errors",
        says="{{ $value | humanizePercentage }} of the requests to {{ $labels.workload }} fail",
    ),
    Alert(
        name="FailedAtGateway",
        expression=(
            "route:kong_http_requests_failed:ratio5m > {failed} and "
            "sum by (route) (rate(kong_http_requests_total[5m])) > 1 / 60"
        ),
        minutes=5,
        severity="critical",
        runbook="answer-errors",
        says="{{ $value | humanizePercentage }} of what is asked for by {{ $labels.route }} fails",
    ),
    Alert(
        name="CircuitOpen",
        expression='max by (upstream) (kong_upstream_target_health{{state=~"unhealthy|dns_error"}}) > 0',
        minutes=2,
        severity="critical",
        runbook="answer-errors",
        says="The gateway has given {{ $labels.upstream }} up",
    ),
    Alert(
        name="NeighbourFails",
        expression=(
            "sum by (workload, service) "
            '(rate(app_neighbour_calls_total{{outcome!="answered"}}[5m])) / '
            "sum by (workload, service) (rate(app_neighbour_calls_total[5m])) > 0.05"
        ),
        minutes=10,
        severity="warning",
        runbook="answer-errors",
        says="{{ $labels.workload }} goes without {{ $labels.service }} for "
        "{{ $value | humanizePercentage }} of what it asks",
    ),
    Alert(
        name="CacheMisses",
        expression="workload:app_cache_hits:ratio30m < {hits} and workload:app_requests:rate5m > 1",
        minutes=30,
        severity="warning",
        runbook="relieve-cache",
        says="Only {{ $value | humanizePercentage }} of what {{ $labels.workload }} wants is in the cache",
    ),
    Alert(
        name="JobsWait",
        expression="workload:app_job_wait_seconds:p95_10m > {job_wait_seconds}",
        minutes=10,
        severity="warning",
        runbook="drain-queues",
        says="Jobs of {{ $labels.workload }} wait for {{ $value | humanizeDuration }} in their queue",
    ),
    Alert(
        name="JobFailedForGood",
        expression='sum by (workload, task) (increase(app_jobs_total{{outcome="dead"}}[15m])) > 0',
        minutes=0,
        severity="warning",
        runbook="drain-queues",
        says="{{ $labels.task }} of {{ $labels.workload }} has ended in the dead-letter queue",
    ),
    Alert(
        name="ReplicaBehind",
        # The middle of the quarter, as the app reads it: one that is idle shows none.
        expression=(
            "max by (workload, replica) (quantile_over_time(0.5, app_replica_lag_seconds[5m])) > "
            "{replica_lag_seconds}"
        ),
        minutes=5,
        severity="warning",
        runbook="catch-up-replica",
        says="{{ $labels.replica }} of {{ $labels.workload }} is {{ $value | humanizeDuration }} behind",
    ),
    Alert(
        name="PodDoesNotAnswer",
        expression="up == 0",
        minutes=10,
        severity="warning",
        runbook="repair-monitoring",
        says="{{ $labels.pod }} does not tell its metrics",
    ),
    Alert(
        name="AlertsNotDelivered",
        expression="sum by (integration) (rate(alertmanager_notifications_failed_total[5m])) > 0",
        minutes=10,
        severity="critical",
        runbook="repair-monitoring",
        says="{{ $labels.integration }} takes no alerts",
    ),
    Alert(
        name="RulesFail",
        expression="sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[10m])) > 0",
        minutes=10,
        severity="critical",
        runbook="repair-monitoring",
        says="Rules of {{ $labels.rule_group }} cannot be computed",
    ),
)
# One for each workload: what is not there has no label by which it would be known.
GONE: Final = Alert(
    name="WorkloadGone",
    expression='sum by (workload) (up{{workload="{workload}"}}) == 0 or absent(up{{workload="{workload}"}})',
    minutes=5,
    severity="critical",
    runbook="repair-monitoring",
    says="No pod of {workload} answers",
)


def rules(of: AlertRules) -> str:
    """Return the file of rules that Prometheus reads."""
    limits: dict[str, object] = {
        "p99_seconds": of.objectives.p99_milliseconds / 1000,
        "failed": of.objectives.failed_percent / 100,
        "hits": of.cache_hit_rate_percent / 100,
        "job_wait_seconds": of.objectives.job_wait_seconds,
        "replica_lag_seconds": of.objectives.replica_lag_seconds,
    }
    alerts = [_rule(alert, alert.expression.format_map(limits), alert.says, of) for alert in ALERTS]
    gone = [
        _rule(GONE, GONE.expression.format(workload=name), GONE.says.format(workload=name), of)
        for name in of.workloads
    ]
    recorded = [{"record": name, "expr": expression} for name, expression in RECORDED.items()]
    groups = [{"name": "objectives", "rules": recorded}, {"name": "alerts", "rules": [*alerts, *gone]}]
    return yaml.safe_dump({"groups": groups}, sort_keys=False, width=10_000)


def _rule(alert: Alert, expression: str, says: str, of: AlertRules) -> dict[str, object]:
    return {
        "alert": alert.name,
        "expr": expression,
        **({"for": f"{alert.minutes}m"} if alert.minutes else {}),
        "labels": {"severity": alert.severity},
        "annotations": {"summary": says, "runbook": f"{of.runbooks_url}/{alert.runbook}.md"},
    }
