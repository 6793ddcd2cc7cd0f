import json
import re
from pathlib import Path

import yaml

from components.workloads.dashboards import SOURCE, boards, dashboards
from tests.components.workloads.watching import (
    OF_TARGETS,
    exposed,
    kept_labels,
    labels_in,
    metrics_in,
    of_the_app,
    run,
    written,
)

SERVICES = ["coocook", "sns-auto"]
QUERIES = sorted(
    {query for panels in boards(SERVICES).values() for panel in panels for query in panel.queries.values()}
)


def test_promtool_parses_every_query(tmp_path: Path) -> None:
    recorded = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(QUERIES)]
    document = {"groups": [{"name": "panels", "rules": recorded}]}
    checked = run("promtool", "check", "rules", written(tmp_path, "panels.yml", yaml.safe_dump(document)))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(QUERIES)} rules found" in checked.stdout
    assert len(QUERIES) > 30


def test_every_metric_is_told_by_somebody_with_the_labels_that_are_asked_for() -> None:
    known, labels = exposed(), of_the_app()
    for query in QUERIES:
        assert metrics_in(query), query
        assert metrics_in(query) <= known, query
        for name, label in labels_in(query):
            assert label in {*labels.get(name, {label}), *OF_TARGETS}, query


def test_a_metric_that_nobody_tells_would_be_noticed() -> None:
    query = 'sum by (status) (rate(app_request_total{workload="a"}[5m])) / up'
    assert metrics_in(query) == {"app_request_total", "up"}
    assert not metrics_in(query) <= exposed()
    assert list(labels_in(query)) == [("app_request_total", "workload")]


def test_a_line_is_called_by_labels_that_its_query_keeps() -> None:
    for panels in boards(SERVICES).values():
        for panel in panels:
            for legend, query in panel.queries.items():
                assert set(re.findall(r"{{(\w+)}}", legend)) <= kept_labels(query), (legend, query)


def test_each_service_has_one_of_its_own() -> None:
    found = {name: json.loads(text) for name, text in dashboards(SERVICES).items()}
    assert found.keys() == {"overview.json", "gateway.json", "coocook.json", "sns-auto.json"}
    assert len({board["uid"] for board in found.values()}) == len(found)
    for board in found.values():
        places = [tuple(panel["gridPos"].values()) for panel in board["panels"]]
        assert len(set(places)) == len(places)
        assert all(panel["datasource"] == SOURCE for panel in board["panels"])
    queries = [target["expr"] for panel in found["coocook.json"]["panels"] for target in panel["targets"]]
    assert all("coocook" in query for query in queries)
    assert not any("$workload" in query or "sns-auto" in query for query in queries)
