"""How long each phase takes on the embedded cloud: from nothing, with nothing to change, copied, given up."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from benchmarks.table import Figure
from localcloud.cloud import stacks
from localcloud.cloud.cloud import CHECKOUT

# As the Makefile does.
PREPARE = ("--prepare", "python -m ops.bootstrap")


def measure() -> Sequence[Figure]:
    """Wall-clock seconds of the commands behind `make`, with the toolchain installed."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as clouds:
        try:
            for phase in stacks.names(CHECKOUT):
                for what, command in (
                    ("up from an empty cloud", ("up", phase, *PREPARE)),
                    ("up with nothing to change", ("up", phase, *PREPARE)),
                    ("snapshot", ("snapshot", phase, "kept")),
                    ("restore", ("restore", phase, "kept")),
                    ("copy", ("copy", phase, f"{phase}-copy")),
                    ("destroy", ("destroy", phase)),
                ):
                    figures.append(Figure(f"{phase}: {what}", _seconds(clouds, command)))
        finally:
            _seconds(clouds, ("down",))
    return figures


def _seconds(clouds: str, command: tuple[str, ...]) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "localcloud", *command],
        cwd=CHECKOUT,
        env={**os.environ, "SOFTFACTORY_CLOUDS": clouds},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started
