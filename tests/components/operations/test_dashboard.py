import json
from itertools import combinations
from typing import Any

from components.operations.dashboard import Dashboard, DashboardArgs
from components.operations.rule import Watched
from components.operations.tables import backups, databases
from tests.recording import record

DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
LIMITS = {"connections": 300.0, "memory_bytes": 1.0, "storage_bytes": 2.0, "log_bytes": 3.0}
WATCHED = [
    Watched(
        name=name,
        table=table,
        dimensions={"DBInstanceIdentifier": f"{name}-1"},
        limits={**LIMITS, "connections": connections},
    )
    for name, table, connections in (
        ("platform", databases.BURSTABLE_PRIMARY, 600.0),
        ("review", databases.PRIMARY, 300.0),
        ("platform-replica-1", databases.REPLICA, 300.0),
    )
]
WATCHED.append(Watched(name="backups", table=backups.VAULT, dimensions={"BackupVaultName": "vault"}))


def body(preview: bool) -> dict[str, Any]:
    args = DashboardArgs(watched=WATCHED, region="eu-central-1")
    recording = record(lambda: Dashboard("softfactory", args), preview=preview)
    inputs = recording.one(DASHBOARD, "softfactory").inputs
    assert inputs["dashboardName"] == "softfactory"
    found: dict[str, Any] = json.loads(inputs["dashboardBody"])
    return found


def graphs(preview: bool) -> dict[str, dict[str, Any]]:
    widgets = [widget["properties"] for widget in body(preview)["widgets"] if widget["type"] == "metric"]
    return {properties["title"]: properties for properties in widgets}


def test_there_is_one_graph_for_every_rule_of_every_kind(preview: bool) -> None:
    expected = {f"{thing.table.kind} {rule.name}" for thing in WATCHED for rule in thing.table.rules}
    assert graphs(preview).keys() == expected


def test_a_graph_has_a_line_for_each_thing_and_the_limits_of_the_alarms(preview: bool) -> None:
    graph = graphs(preview)["primary connections"]
    assert graph["metrics"] == [
        [
            "AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", f"{name}-1",
            {"stat": "Maximum", "label": name},
        ]
        for name in ("platform", "review")
    ]  # fmt: skip
    assert [line["value"] for line in graph["annotations"]["horizontal"]] == [300, 600]
    assert graph["region"] == "eu-central-1"
    # Only what has credits is in their graph.
    assert len(graphs(preview)["primary credits"]["metrics"]) == 1


def test_metric_math_is_drawn_as_the_alarm_computes_it(preview: bool) -> None:
    result, *hidden = graphs(preview)["replica lag"]["metrics"]
    assert result == [
        {"expression": "IF(least0 < 0, 86400, lag0)", "label": "platform-replica-1", "id": "result0"}
    ]
    assert [(line[-1]["id"], line[-1]["stat"], line[-1]["visible"]) for line in hidden] == [
        ("lag0", "Maximum", False),
        ("least0", "Minimum", False),
    ]


def test_no_widget_lies_on_another_and_all_are_on_the_grid(preview: bool) -> None:
    boxes = [
        (item["x"], item["y"], item["x"] + item["width"], item["y"] + item["height"])
        for item in body(preview)["widgets"]
    ]
    assert all(right <= 24 for _, _, right, _ in boxes)
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart
