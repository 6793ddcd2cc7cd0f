"""What all tests share: no search for garbage among the SDKs' many objects, no verdict by the clock."""

import pytest
from hypothesis import HealthCheck, settings

from localcloud.collector import spare_what_is_loaded

# How long an example takes says something of the machine, not of the code.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules are loaded now: a collection in the middle of a test would go through all of them each time."""
    spare_what_is_loaded()
