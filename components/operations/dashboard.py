"""Dashboard: all that is watched on one page, built from the tables of the alarms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.operations.rule import Metric, Rule, Watched

# CloudWatch's grid has 24 columns.
COLUMNS, WIDTH, HEIGHT = 24, 8, 6


@dataclass(frozen=True, kw_only=True)
class DashboardArgs:
    """What is on it, in this order; `region` is that of the metrics."""

    watched: Sequence[Watched]
    region: str


class Dashboard(pulumi.ComponentResource):
    """Named as the component is: people look for it. One graph for each rule, one line for each thing."""

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:operations:Dashboard", name, {}, opts)
        aws.cloudwatch.Dashboard(
            name,
            dashboard_name=name,
            dashboard_body=pulumi.Output.json_dumps(_body(args)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})


def _body(args: DashboardArgs) -> Mapping[str, Any]:
    kinds: dict[str, list[Watched]] = {}
    for watched in args.watched:
        kinds.setdefault(watched.table.kind, []).append(watched)
    widgets: list[Mapping[str, Any]] = []
    top = 0
    for kind, things in kinds.items():
        widgets.append(
            _placed({"type": "text", "properties": {"markdown": f"## {kind}"}}, 0, top, COLUMNS, 1)
        )
        top += 1
        rules = {rule.name: rule for thing in things for rule in thing.table.rules}
        for number, rule in enumerate(rules.values()):
            row, column = divmod(number, COLUMNS // WIDTH)
            graph = _graph(kind, rule, [thing for thing in things if rule in thing.table.rules], args.region)
            widgets.append(_placed(graph, column * WIDTH, top + row * HEIGHT, WIDTH, HEIGHT))
        top += -(-len(rules) // (COLUMNS // WIDTH)) * HEIGHT
    return {"widgets": widgets}


def _placed(widget: Mapping[str, Any], x: int, y: int, width: int, height: int) -> Mapping[str, Any]:
    return {**widget, "x": x, "y": y, "width": width, "height": height}


def _graph(kind: str, rule: Rule, things: Sequence[Watched], region: str) -> Mapping[str, Any]:
    limits = sorted({thing.limit(rule) for thing in things})
    return {
        "type": "metric",
        "properties": {
            "title": f"{kind} {rule.name}",
            "region": things[0].region or region,
            "view": "timeSeries",
            "period": rule.window.seconds,
            "metrics": [line for number, thing in enumerate(things) for line in _lines(rule, thing, number)],
            "annotations": {"horizontal": [{"label": "alarm", "value": limit} for limit in limits]},
        },
    }


def _lines(rule: Rule, thing: Watched, number: int) -> list[list[Any]]:
    """Return the lines of one thing: what the alarm looks at, named after the thing."""
    dimensions = [part for pair in sorted(thing.dimensions.items()) for part in pair]

    def line(metric: Metric, **options: Any) -> list[Any]:
        return [thing.table.namespace, metric.name, *dimensions, {"stat": metric.statistic, **options}]

    if rule.expression is None:
        return [line(metric, label=thing.name) for metric in rule.metrics.values()]
    expression = rule.expression
    for id in rule.metrics:
        expression = re.sub(rf"\b{id}\b", f"{id}{number}", expression)
    return [
        [{"expression": expression, "label": thing.name, "id": f"result{number}"}],
        *(line(metric, id=f"{id}{number}", visible=False) for id, metric in rule.metrics.items()),
    ]
