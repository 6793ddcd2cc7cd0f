"""The rules as promtool has them: each alert with what sets it off, and with what does not."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.workloads.alert_rules import ALERTS, GONE, RECORDED, rules
from components.workloads.scrape_configuration import RULES_FILE
from tests.components.workloads.watching import RULES, exposed, kept_labels, metrics_in, run, written
from tests.phases import ROOT

WEB, WORKER = 'workload="coocook"', 'workload="coocook-worker"'
UP = {f"up{{{WEB}}}": "1+0x120"}
# An hour of a hundred requests a minute, all within 20 ms.
WELL = {
    **UP,
    f'app_requests_total{{{WEB},status="200"}}': "0+100x120",
    f'app_request_seconds_bucket{{{WEB},le="0.02"}}': "0+100x120",
    f'app_request_seconds_bucket{{{WEB},le="0.5"}}': "0+100x120",
    f'app_request_seconds_bucket{{{WEB},le="+Inf"}}': "0+100x120",
}
# What is seen in minute 100, and which alerts it sets off.
SEEN: list[tuple[dict[str, str], set[str]]] = [
    (WELL, set()),
    ({**WELL, f'app_request_seconds_bucket{{{WEB},le="0.02"}}': "0+98x120"}, {"SlowRequests"}),
    ({**WELL, f'app_requests_total{{{WEB},status="500"}}': "0+2x120"}, {"FailedRequests"}),
    ({**WELL, f'app_requests_total{{{WEB},status="500"}}': "0+0.5x120"}, set()),
    # Nobody is woken for one in an hour.
    ({**UP, f'app_requests_total{{{WEB},status="500"}}': "0+0.02x120"}, set()),
    (
        {
            **UP,
            'kong_http_requests_total{route="chefs",code="502"}': "0+2x120",
            'kong_http_requests_total{route="chefs",code="200"}': "0+98x120",
        },
        {"FailedAtGateway"},
    ),
    ({**UP, 'kong_upstream_target_health{upstream="coocook",state="healthy"}': "1+0x120"}, set()),
    ({**UP, 'kong_upstream_target_health{upstream="coocook",state="unhealthy"}': "1+0x120"}, {"CircuitOpen"}),
    ({**UP, 'kong_upstream_target_health{upstream="coocook",state="dns_error"}': "1+0x120"}, {"CircuitOpen"}),
    (
        {
            **UP,
            f'app_neighbour_calls_total{{{WEB},service="platform",outcome="failed"}}': "0+10x120",
            f'app_neighbour_calls_total{{{WEB},service="platform",outcome="answered"}}': "0+90x120",
        },
        {"NeighbourFails"},
    ),
    (
        {
            **WELL,
            f'app_cache_hits_total{{{WEB},kind="chefs"}}': "0+84x120",
            f'app_cache_misses_total{{{WEB},kind="chefs"}}': "0+16x120",
        },
        {"CacheMisses"},
    ),
    (
        {
            **WELL,
            f'app_cache_hits_total{{{WEB},kind="chefs"}}': "0+86x120",
            f'app_cache_misses_total{{{WEB},kind="chefs"}}': "0+14x120",
        },
        set(),
    ),
    (
        {
            **UP,
            f'app_job_wait_seconds_bucket{{{WORKER},task="post",le="60"}}': "0+90x120",
            f'app_job_wait_seconds_bucket{{{WORKER},task="post",le="300"}}': "0+100x120",
            f'app_job_wait_seconds_bucket{{{WORKER},task="post",le="+Inf"}}': "0+100x120",
        },
        {"JobsWait"},
    ),
    # The first that ever was.
    ({**UP, f'app_jobs_total{{{WORKER},task="post",outcome="dead"}}': "0x95 1x25"}, {"JobFailedForGood"}),
    ({**UP, f'app_jobs_total{{{WORKER},task="post",outcome="dead"}}': "1x120"}, set()),
    ({**UP, f'app_replica_lag_seconds{{{WEB},replica="one:5432"}}': "3+0x120"}, {"ReplicaBehind"}),
    # One that does not answer.
    ({**UP, f'app_replica_lag_seconds{{{WEB},replica="one:5432"}}': "Inf+0x120"}, {"ReplicaBehind"}),
    ({**UP, f'app_replica_lag_seconds{{{WEB},replica="one:5432"}}': "0.5+0x120"}, set()),
    ({**UP, f'up{{{WEB},pod="lost"}}': "0+0x120"}, {"PodDoesNotAnswer"}),
    ({f"up{{{WEB}}}": "0+0x120"}, {"PodDoesNotAnswer", "WorkloadGone"}),
    ({}, {"WorkloadGone"}),
    (
        {**UP, 'alertmanager_notifications_failed_total{integration="pagerduty"}': "0+1x120"},
        {"AlertsNotDelivered"},
    ),
    ({**UP, 'prometheus_rule_evaluation_failures_total{rule_group="a"}': "0+1x120"}, {"RulesFail"}),
]
FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})'


def scenario(series: dict[str, str], firing: set[str]) -> dict[str, Any]:
    samples = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in sorted(firing)]
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [{"expr": FIRING, "eval_time": "100m", "exp_samples": samples}],
    }


def test_each_alert_is_set_off_by_what_it_is_about_and_by_nothing_else(tmp_path: Path) -> None:
    said = {
        "eval_time": "100m",
        "alertname": "FailedRequests",
        "exp_alerts": [
            {
                "exp_labels": {"severity": "critical", "workload": "coocook"},
                "exp_annotations": {
                    "summary": "50% of the requests to coocook fail",
                    "runbook": "https://example.org/runbooks/answer-errors.md",
                },
            }
        ],
    }
    half = {**WELL, f'app_requests_total{{{WEB},status="500"}}': "0+100x120"}
    document = {
        "rule_files": [RULES_FILE],
        "evaluation_interval": "1m",
        "tests": [
            *(scenario(series, firing) for series, firing in SEEN),
            {**scenario(half, {"FailedRequests"}), "alert_rule_test": [said]},
        ],
    }
    written(tmp_path, RULES_FILE, rules(RULES))
    checked = run("promtool", "test", "rules", written(tmp_path, "tests.yml", yaml.safe_dump(document)))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_alert_is_without_a_case() -> None:
    assert {name for _, firing in SEEN for name in firing} == {alert.name for alert in (*ALERTS, GONE)}


@pytest.mark.parametrize("alert", [*ALERTS, GONE], ids=lambda alert: alert.name)
def test_its_runbook_is_there_and_names_it(alert: Any) -> None:
    page = ROOT / "docs/runbooks" / f"{alert.runbook}.md"
    assert f"`{alert.name}`" in page.read_text(encoding="utf-8")


def test_every_metric_is_told_by_somebody() -> None:
    expressions = [
        rule["expr"] for group in yaml.safe_load(rules(RULES))["groups"] for rule in group["rules"]
    ]
    assert len(expressions) > len(RECORDED)
    named = set().union(*map(metrics_in, expressions))
    assert named <= exposed()


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_it_says_what_its_expression_keeps(alert: Any) -> None:
    assert set(re.findall(r"\$labels\.(\w+)", alert.says)) <= kept_labels(alert.expression)


def test_limits_are_the_objectives() -> None:
    text = rules(RULES)
    assert "p99_5m > 0.2" in text
    assert "ratio5m > 0.01 " in text
    assert "ratio30m < 0.85 " in text
    assert "p95_10m > 60" in text
    assert "[5m])) > 1\n" in text
