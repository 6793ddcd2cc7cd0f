"""What the tests of the composition share."""

from collections.abc import Callable
from functools import cache

import pytest

from stacks.composition import compose
from tests.phases import INSTALLATION, PHASES
from tests.recording import Recording, record


@cache
def _platform(phase: str, preview: bool) -> Recording:
    return record(lambda: compose(PHASES[phase], INSTALLATION), preview=preview, stack=phase)


@pytest.fixture(params=[True, False], ids=["preview", "update"])
def preview(request: pytest.FixtureRequest) -> bool:
    """Both ways the engine runs a program."""
    return bool(request.param)


@pytest.fixture
def platform() -> Callable[[str, bool], Recording]:
    """The recording of a whole phase, made once."""
    return _platform
