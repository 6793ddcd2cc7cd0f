import pytest
from pydantic import ValidationError

from components.workloads.pod_resources import PodResources, Rollout

VALUES = {"cpu_request_millicores": 250, "memory_request_mib": 512, "memory_limit_mib": 704}


def test_they_are_what_a_container_asks_for() -> None:
    assert PodResources.model_validate(VALUES).quantities() == {
        "requests": {"cpu": "250m", "memory": "512Mi"},
        "limits": {"memory": "704Mi"},
    }


def test_the_limit_covers_the_request() -> None:
    words = "got 511; allowed: memory_request_mib 512 or more; raise the limit or lower the request"
    with pytest.raises(ValidationError, match=words):
        PodResources.model_validate({**VALUES, "memory_limit_mib": 511})


def test_a_rollout_can_move() -> None:
    words = "max_unavailable: got 0; allowed: 1 or more with max_surge 0; raise max_surge or max_unavailable"
    with pytest.raises(ValidationError, match=words):
        Rollout(max_surge=0, max_unavailable=0)
    assert Rollout(max_surge=0, max_unavailable=1).max_unavailable == 1
