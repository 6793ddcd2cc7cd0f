from typing import Any

import pytest

from localcloud.cloud import summary


@pytest.mark.parametrize(
    ("outputs", "rows"),
    [
        ({"b": 1, "a": "x"}, [("a", "x"), ("b", "1")]),
        ({"databases": {"platform": {"endpoint": "e"}}}, [("databases.platform.endpoint", "e")]),
        ({"readers": ["r1", "r2"], "none": []}, [("none", "none"), ("readers", "r1\nr2")]),
        ({"kubeconfig": "x" * 101}, []),
    ],
)
def test_outputs_are_rows_with_dotted_names_and_no_documents(
    outputs: dict[str, Any], rows: list[tuple[str, str]]
) -> None:
    assert list(summary.flat(outputs)) == rows


def node(ready: str) -> dict[str, Any]:
    return {
        "status": {"conditions": [{"type": "Ready", "status": ready}, {"type": "Other", "status": "True"}]}
    }


def test_nodes_count_when_they_are_ready_and_pods_when_they_run_or_are_done() -> None:
    pods = [{"status": {"phase": phase}} for phase in ("Running", "Succeeded", "Pending", "Failed")]
    assert summary.count([node("True"), node("False"), {"status": {}}], pods) == summary.Counts(3, 1, 4, 2)
