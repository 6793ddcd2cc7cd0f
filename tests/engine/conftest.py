"""What is deployed once for many tests: the three phases side by side, and a snapshot of the first phase."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from localcloud.cloud import snapshots
from localcloud.cloud.errors import CloudError
from localcloud.lock import locked
from tests.engine.checkout import HERE, Checkout

PHASES = sorted(path.name.split(".")[1] for path in HERE.glob("Pulumi.*.yaml"))
SNAPSHOT = "deployed"


def tracked_changes() -> str:
    """How the stack files differ from what is committed."""
    command = ["git", "diff", "HEAD", "--", "Pulumi*.yaml"]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="session")
def tracked() -> str:
    """What `tracked_changes` says before the first command."""
    return tracked_changes()


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory, tracked: str) -> Iterator[Checkout]:
    """The working tree itself, with clouds elsewhere."""
    found = Checkout(HERE, tmp_path_factory.mktemp("clouds"))
    yield found
    found.must("down")


@pytest.fixture(scope="session")
def deployed(checkout: Checkout) -> dict[str, str]:
    """What `up` said of each phase; all three are up side by side, each on a cloud of its name."""
    return {phase: checkout.must("up", phase) for phase in PHASES}


@pytest.fixture(scope="session")
def first_phase(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A snapshot of the first phase as `up` leaves it, which all workers share."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    checkout = Checkout(HERE, shared / "first-phase")
    cloud = checkout.cloud(PHASES[0])
    with locked(shared / "first-phase.lock", waiting=lambda _: None):
        try:
            return snapshots.find(cloud, SNAPSHOT)
        except CloudError:
            checkout.must("up", PHASES[0])
            kept = snapshots.take(cloud, SNAPSHOT)
            checkout.must("down")
            return kept


@pytest.fixture
def altered(tmp_path: Path, first_phase: Path) -> Iterator[Checkout]:
    """A copy of the program that a test may change, with a cloud of its own that has the first phase."""
    found = Checkout.copied(tmp_path / "checkout", tmp_path / "clouds")
    snapshots.fork(first_phase, found.cloud(PHASES[0]))
    yield found
    found.must("down")
