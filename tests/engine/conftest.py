"""One checkout per test worker, in which each phase is deployed once; the clouds end with the worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.checkout import HERE, Checkout

PHASES = sorted(path.name.split(".")[1] for path in HERE.glob("Pulumi.*.yaml"))


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """The working tree itself, with clouds elsewhere."""
    found = Checkout(HERE, tmp_path_factory.mktemp("clouds"))
    yield found
    found.must("down")


@pytest.fixture(scope="session")
def deployed(checkout: Checkout) -> dict[str, str]:
    """What `up` said of each phase; all three are up side by side, each on a cloud of its name."""
    return {phase: checkout.must("up", phase) for phase in PHASES}


@pytest.fixture
def altered(tmp_path: Path) -> Iterator[Checkout]:
    """A copy of the program that a test may change, with clouds of its own."""
    found = Checkout.copied(tmp_path / "checkout", tmp_path / "clouds")
    yield found
    found.must("down")
