"""What all tests share: which go together, no search for garbage, no verdict by the clock."""

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from localcloud.collector import spare_what_is_loaded

# How long an example takes says something of the machine, not of the code.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules are loaded now: a collection in the middle of a test would go through all of them each time."""
    spare_what_is_loaded()


class Together(LoadFileScheduling):  # type: ignore[misc]
    """A file stays on one worker, which makes what its tests share once; so do the tests of the composition.

    Marks would say so too, but xdist 3.8 puts their names where pytest 9 does not look.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tests/stacks" if file.startswith("tests/stacks/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Distribute the tests in that way."""
    return Together(config, log)
