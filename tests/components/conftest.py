"""What the tests of components share."""

import pytest


@pytest.fixture(params=[True, False], ids=["preview", "update"])
def preview(request: pytest.FixtureRequest) -> bool:
    """Both ways the engine runs a program."""
    return bool(request.param)
