"""A program on our own terminal, of which Ctrl-C is its own to handle."""

import subprocess
from collections.abc import Sequence


def attached(command: Sequence[str]) -> int:
    """Run it to its end and return its exit code, also after Ctrl-C: a killed `pulumi` leaves its lock."""
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the terminal has told the program too, which ends in order
