"""What the tests of the composition share."""

from collections.abc import Callable

import pytest

from tests import platforms
from tests.recording import Recording


@pytest.fixture(params=[True, False], ids=["preview", "update"])
def preview(request: pytest.FixtureRequest) -> bool:
    """Both ways the engine runs a program."""
    return bool(request.param)


@pytest.fixture
def platform() -> Callable[[str, bool], Recording]:
    """The recording of a whole phase, made once."""
    return platforms.platform
