"""A program on our own terminal, of which Ctrl-C is its own to handle."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def attached(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Runs it to its end and returns its exit code, also after Ctrl-C."""
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the terminal has told the program too, which ends in order
