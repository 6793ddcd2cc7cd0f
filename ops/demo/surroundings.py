"""The stores and outside systems of a phase on this machine: `python -m app.backing`, and what it tells."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.demo.containers import Container
from ops.demo.process import until_we_end

START_SECONDS = 300.0
STOP_SECONDS = 90.0


class NotStarted(RuntimeError):
    """The stores did not come up; what they said is part of it."""


class Surroundings:
    """`start`, then `of` each container; `stop` even after a failed start."""

    def __init__(self, phase: str, folder: Path) -> None:
        self._phase, self._folder = phase, folder / "stores"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start them; what they say goes to the terminal. Raise NotStarted."""
        environment = {**os.environ, "SOFTFACTORY_SERVICES": str(self._folder)}
        self._process = subprocess.Popen(
            [*until_we_end(), sys.executable, "-m", "app.backing", "run", self._phase],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + START_SECONDS
        while not (self._folder / self._phase / "ready").exists():
            if self._process.poll() is not None or time.monotonic() > end:
                raise NotStarted(f"the stores of {self._phase} have not started; what they said is above")
            time.sleep(0.1)

    def of(self, container: Container) -> Mapping[str, str]:
        """Return the variables that the process of a container has here."""
        folder = self._folder / self._phase
        if container.kind == "Job":
            database = container.environment["DATABASE_NAME"].replace("_", "-")
            return _read(folder / f"admin-{database}.env")
        found = _read(folder / f"{shape(container.command)}.env")
        # The job of the roles has given the logins the passwords that the cluster has.
        return {
            name: value for name, value in found.items() if name not in ("DATABASE_USER", "DATABASE_PASSWORD")
        }

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def shape(command: Sequence[str]) -> str:
    """Return which shape of the app a command starts: its last word says."""
    return command[-1].replace("-", "_")


def _read(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8")
    words = shlex.split(lines)
    return dict(word.split("=", 1) for word in words if word != "export")
