from typing import Any

import pytest
from pydantic import ValidationError

from components.workloads.web_service_size import WebServiceSize

VALUES: dict[str, Any] = {
    "process": "monolith",
    "database": "platform",
    "replicas": 3,
    "workers_per_pod": 2,
    "worker_class": "gevent",
    "worker_timeout_seconds": 40,
    "pool": {"size": 4, "max_overflow": 2, "recycle_seconds": 600},
    "cpu_request_millicores": 250,
    "memory_request_mib": 512,
    "memory_limit_mib": 704,
    "max_surge": 1,
    "max_unavailable": 0,
}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"workers_per_pod": 4},
            "got 512; allowed: 600 or more for 4 workers of 150 MiB; raise it or take fewer workers",
        ),
        (
            {"worker_class": "uvicorn"},
            "worker_class: got uvicorn; allowed: sync or gevent for process monolith; it is an app of flask",
        ),
        ({"process": "coocook"}, "worker_class: got gevent; allowed: uvicorn for process coocook"),
        (
            {"autoscaling": {"max_replicas": 3, "cpu_percent": 70}},
            "autoscaling.max_replicas: got 3; allowed: more than replicas 3; raise it or remove autoscaling",
        ),
        ({"autoscaling": {"max_replicas": 4, "cpu_percent": 95}}, "cpu_percent"),
        ({"replicas": 0}, "replicas"),
        ({"process": "mail"}, "process"),
        ({"worker_class": "thread"}, "worker_class"),
        ({"worker_timeout_seconds": 0}, "worker_timeout_seconds"),
    ],
)
def test_a_size_that_cannot_run_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        WebServiceSize.model_validate({**VALUES, **values})


def test_the_most_pods_are_those_that_the_autoscaler_may_make() -> None:
    assert WebServiceSize.model_validate(VALUES).most_replicas == 3
    scaled = {**VALUES, "autoscaling": {"max_replicas": 5, "cpu_percent": 70}}
    assert WebServiceSize.model_validate(scaled).most_replicas == 5
