from typing import Any

import pytest

from localcloud.kubernetes.provider.readiness import pods
from tests.localcloud.kubernetes.provider.readiness.test_workloads import NO_API, words


def with_conditions(
    spec: dict[str, Any] | None = None, *conditions: tuple[str, str], **status: Any
) -> dict[str, Any]:
    found = [
        {"type": type, "status": value, "reason": "Because", "message": "of that"}
        for type, value in conditions
    ]
    return {"spec": spec or {}, "status": {"conditions": found, **status}}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (with_conditions({}, ("Ready", "True"), phase="Running"), "ready"),
        (with_conditions({}, ("Ready", "False"), phase="Running"), "waiting: the pod is Running"),
        (with_conditions(phase="Succeeded"), "ready"),
        (with_conditions(phase="Failed"), "failed: the pod has failed"),
        ({"spec": {}}, "waiting: the pod is Pending"),
    ],
)
def test_pod(found: dict[str, Any], expected: str) -> None:
    assert words(pods.pod(found, NO_API)) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (with_conditions({}, ("Complete", "True")), "ready"),
        (with_conditions({"suspend": True}), "ready"),
        (with_conditions({}, ("Failed", "True")), "failed: Because: of that"),
        (with_conditions({}, ("Failed", "False")), "waiting: 0 of 1 pods have succeeded"),
        (with_conditions({"completions": 3}, succeeded=2), "waiting: 2 of 3 pods have succeeded"),
    ],
)
def test_job(found: dict[str, Any], expected: str) -> None:
    assert words(pods.job(found, NO_API)) == expected
