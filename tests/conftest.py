"""What all tests share: which go together, few searches for garbage, no verdict by the clock."""

import gc
from functools import cache
from unittest.mock import patch

import pytest
from botocore.loaders import create_loader
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

import localcloud.kubernetes.sdk  # noqa: F401  before anything else imports the client, which takes seconds

# What is loaded stays, and a composed platform leaves two hundred thousand objects: searching them often is
# a third of the time.
ALLOCATIONS_BETWEEN_SEARCHES = 2_000_000
gc.disable()

# Each session would read what AWS says of its services anew, which is megabytes.
patch("botocore.session.create_loader", cache(create_loader)).start()

# Files that make the same dear thing once: the recordings of tests/platforms.py, the deployed phases.
TOGETHER = {
    "the whole platform": (
        "tests/capacity/",
        "tests/charts/",
        "tests/diagrams/test_expectations.py",
        "tests/ops/demo/test_containers.py",
        "tests/ops/demo/test_placed.py",
        "tests/ops/demo/test_routes.py",
        "tests/policies/",
        "tests/stacks/",
        "tests/test_main.py",
    ),
    "the deployed phases": ("tests/engine/test_capacity.py", "tests/engine/test_phases.py"),
}

# How long an example takes says something of the machine, not of the code.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules are loaded now; no later search goes through them."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_SEARCHES, 10, 10)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """One search finds what pytest would search for five times at its end."""
    gc.collect()
    gc.freeze()


class Together(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file stays on one worker, which makes what its tests share once; so do the files of TOGETHER.

    Marks would say so too, but xdist 3.8 puts their names where pytest 9 does not look.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((scope for scope, files in TOGETHER.items() if file.startswith(files)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Distribute the tests in that way."""
    return Together(config, log)
