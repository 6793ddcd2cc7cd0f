"""Server processes for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.localcloud.aws.server.running import RunningServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path / "cloud")
    running.start()
    yield running
    running.kill()
