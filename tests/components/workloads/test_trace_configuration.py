from typing import Any

import pytest
import yaml

from components.workloads.tool_pod import DATA
from components.workloads.trace_configuration import HEALTH_PORT, METRICS_PORT, OTLP_PORT, QUERY_PORT, tracing


@pytest.fixture
def document() -> Any:
    return yaml.safe_load(tracing(48))


def test_a_pipeline_has_only_what_is_configured(document: Any) -> None:
    pipeline = document["service"]["pipelines"]["traces"]
    for kind in ("receivers", "processors", "exporters"):
        assert set(pipeline[kind]) == set(document[kind])
    assert set(document["service"]["extensions"]) == set(document["extensions"])


def test_what_is_written_is_what_is_shown_and_is_bounded_in_time(document: Any) -> None:
    (store,) = document["extensions"]["jaeger_storage"]["backends"].items()
    name, kept = store
    assert document["exporters"]["jaeger_storage_exporter"]["trace_storage"] == name
    assert document["extensions"]["jaeger_query"]["storage"] == {"traces": name}
    assert kept["badger"]["ttl"] == {"spans": "48h"}
    assert kept["badger"]["ephemeral"] is False, "in memory it would have no bound"
    assert all(path.startswith(f"{DATA}/") for path in kept["badger"]["directories"].values())


def test_it_listens_where_others_look_for_it(document: Any) -> None:
    extensions = document["extensions"]
    assert document["receivers"]["otlp"]["protocols"]["http"]["endpoint"] == f"0.0.0.0:{OTLP_PORT}"
    assert extensions["jaeger_query"]["http"]["endpoint"] == f"0.0.0.0:{QUERY_PORT}"
    assert extensions["healthcheckv2"]["http"]["endpoint"] == f"0.0.0.0:{HEALTH_PORT}"
    (reader,) = document["service"]["telemetry"]["metrics"]["readers"]
    assert reader["pull"]["exporter"]["prometheus"]["port"] == METRICS_PORT
