"""AlarmProfile: the alarms of one thing, one for each rule of its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.operations.rule import STATISTICS, Metric, Rule, Watched

_COMPARISONS = {">": "GreaterThanThreshold", ">=": "GreaterThanOrEqualToThreshold", "<": "LessThanThreshold"}


@dataclass(frozen=True, kw_only=True)
class AlarmProfileArgs:
    """Alarms and their ends go to the topic; `runbooks_url` is where the pages of docs/runbooks are read."""

    watched: Watched
    topic_arn: pulumi.Input[str]
    runbooks_url: str


class AlarmProfile(pulumi.ComponentResource):
    """Every alarm wakes somebody, and says where it is written what to do."""

    def __init__(self, name: str, args: AlarmProfileArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:operations:AlarmProfile", name, {}, opts)
        for rule in args.watched.table.rules:
            aws.cloudwatch.MetricAlarm(
                f"{name}-{rule.name}",
                **_measured(rule, args.watched),
                alarm_description=f"{args.watched.name}: {rule.says}. {args.runbooks_url}/{rule.runbook}.md",
                comparison_operator=_COMPARISONS[rule.comparison],
                threshold=args.watched.limit(rule),
                evaluation_periods=rule.window.periods,
                datapoints_to_alarm=rule.window.breaching or rule.window.periods,
                treat_missing_data=rule.missing,
                region=args.watched.region,
                alarm_actions=[args.topic_arn],
                ok_actions=[args.topic_arn],
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})


def _measured(rule: Rule, watched: Watched) -> dict[str, Any]:
    if rule.expression is None:
        (metric,) = rule.metrics.values()
        kind = "statistic" if metric.statistic in STATISTICS else "extended_statistic"
        return {
            "namespace": watched.table.namespace,
            "metric_name": metric.name,
            "dimensions": dict(watched.dimensions),
            "period": rule.window.seconds,
            kind: metric.statistic,
        }
    answer = {"id": "result", "expression": rule.expression, "label": rule.name, "return_data": True}
    return {"metric_queries": [answer, *(_query(id, rule, watched) for id in rule.metrics)]}


def _query(id: str, rule: Rule, watched: Watched) -> Mapping[str, Any]:
    metric: Metric = rule.metrics[id]
    return {
        "id": id,
        "metric": {
            "namespace": watched.table.namespace,
            "metric_name": metric.name,
            "dimensions": dict(watched.dimensions),
            "period": rule.window.seconds,
            "stat": metric.statistic,
        },
        "return_data": False,
    }
