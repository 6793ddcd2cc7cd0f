from typing import Any

import pytest
from pydantic import ValidationError

from components.workloads.worker_size import WorkerSize

VALUES: dict[str, Any] = {
    "process": "monolith",
    "database": "platform",
    "queues": ["sns", "ai"],
    "replicas": 2,
    "concurrency": 8,
    "pool": {"size": 1, "max_overflow": 1, "recycle_seconds": 600},
    "cpu_request_millicores": 100,
    "memory_request_mib": 512,
    "memory_limit_mib": 704,
    "max_surge": 0,
    "max_unavailable": 1,
}


def size(**values: object) -> WorkerSize:
    return WorkerSize.model_validate({**VALUES, **values}, strict=False)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"concurrency": 9},
            "memory_request_mib: got 512; allowed: 560 or more for 9 children of 48 MiB; raise it or lower",
        ),
        ({"queues": ["sns", "sns"]}, "queues: got sns, sns; allowed: each once; remove what is double"),
        ({"queues": []}, "queues"),
        ({"queues": ["post"]}, "queues"),
        ({"max_unavailable": 0}, "max_unavailable: got 0; allowed: 1 or more with max_surge 0"),
    ],
)
def test_a_size_that_cannot_run_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        size(**values)


def test_a_size_that_can_run_is_taken() -> None:
    assert size().queues == ("sns", "ai")
