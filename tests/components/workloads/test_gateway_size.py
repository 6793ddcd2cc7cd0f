from typing import Any

import pytest
from pydantic import ValidationError

from components.workloads.gateway_size import GatewaySize

VALUES: dict[str, Any] = {
    "replicas": 3,
    "workers_per_pod": 2,
    "requests_per_user_per_minute": 600,
    "requests_per_address_per_minute": 300,
    "sign_ins_per_address_per_minute": 20,
    "cpu_request_millicores": 100,
    "memory_request_mib": 256,
    "memory_limit_mib": 512,
    "max_surge": 1,
    "max_unavailable": 0,
}


@pytest.mark.parametrize("key", VALUES)
def test_nothing_has_a_default(key: str) -> None:
    with pytest.raises(ValidationError, match=key):
        GatewaySize.model_validate({name: value for name, value in VALUES.items() if name != key})


def test_signing_in_is_limited_more_than_reading() -> None:
    with pytest.raises(
        ValidationError,
        match="sign_ins_per_address_per_minute: got 301; allowed: requests_per_address_per_minute 300 or",
    ):
        GatewaySize.model_validate({**VALUES, "sign_ins_per_address_per_minute": 301})


def test_no_limit_is_no_size() -> None:
    with pytest.raises(ValidationError, match="requests_per_user_per_minute"):
        GatewaySize.model_validate({**VALUES, "requests_per_user_per_minute": 0})
