"""How long `make test-fast` takes, and how much processor time, which holds on a busy machine too."""

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.table import Figure
from localcloud.cloud.cloud import CHECKOUT


def measure() -> Sequence[Figure]:
    """Seconds of the whole command, and processor seconds of all that it started, half of them per core."""
    make = shutil.which("make")
    if make is None:
        sys.exit("make is needed and not installed")
    before = _processor_seconds()
    started = time.perf_counter()
    done = subprocess.run([make, "-s", "test-fast"], cwd=CHECKOUT, capture_output=True, text=True)
    took = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"make test-fast ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    used = _processor_seconds() - before
    return [
        Figure("make test-fast", took),
        Figure("processor time of it, user and system", used),
        Figure("the same on two cores that do nothing else", used / 2),
    ]


def _processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
