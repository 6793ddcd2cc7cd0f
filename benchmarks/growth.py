"""What a phase costs to preview as it grows: with no, five, ten and twenty databases more."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from benchmarks.table import Figure
from localcloud.cloud.cloud import CHECKOUT

PHASE = "phase3"
MORE = (0, 5, 10, 20)


def measure() -> Sequence[Figure]:
    """Wall-clock seconds of a preview by the real engine on an empty cloud; each is the better of two."""
    with tempfile.TemporaryDirectory() as folder:
        checkout, clouds = Path(folder) / "checkout", Path(folder) / "clouds"
        _copy(checkout)
        written = (checkout / f"Pulumi.{PHASE}.yaml").read_text(encoding="utf-8")
        try:
            _run(checkout, clouds, "preview", PHASE)  # makes the cloud
            figures = []
            for more in MORE:
                file = checkout / f"Pulumi.{PHASE}.yaml"
                file.write_text(grown(written, more), encoding="utf-8")
                best = min(_run(checkout, clouds, "preview", PHASE) for _ in range(2))
                figures.append(Figure(f"preview of {PHASE} with {more} databases more", best))
            return figures
        finally:
            _run(checkout, clouds, "down")


def grown(written: str, more: int) -> str:
    """The stack file with databases like its smallest, each with data of its own."""
    document = yaml.safe_load(written)
    databases = document["config"]["softfactory:phase"]["databases"]
    pattern = databases[min(databases, key=lambda name: databases[name]["storage_gib"])]
    for number in range(1, more + 1):
        databases[f"more-{number}"] = {**pattern, "datasets": [f"more-{number}"]}
    return yaml.safe_dump(document)


def _copy(checkout: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, checkout / name)
    (checkout / ".venv").symlink_to(sys.prefix)


def _run(checkout: Path, clouds: Path, *command: str) -> float:
    prepare = ["--prepare", "python -m ops.bootstrap"] if command[0] == "preview" else []
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "localcloud", *command, *prepare],
        cwd=checkout,
        env={**os.environ, "SOFTFACTORY_CLOUDS": str(clouds)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started
