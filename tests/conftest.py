"""What makes every test quick: the many objects of the SDKs are no garbage, and are not searched for it."""

import pytest

from localcloud.collector import spare_what_is_loaded


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules are loaded now: a collection in the middle of a test would go through all of them each time."""
    spare_what_is_loaded()
