"""A program on a terminal: it takes its time to end after Ctrl-C, and says so."""

import os
import signal
import subprocess
import sys

# Takes its time to end after Ctrl-C, and says so.
PROGRAM = """
import signal, sys, time
def end(*_):
    time.sleep(0.6)
    print("in order", flush=True)
    sys.exit(3)
signal.signal(signal.SIGINT, end)
print("begun", flush=True)
while True:
    time.sleep(0.05)
"""


def assert_it_ends_in_order(attach: str) -> None:
    """The code is given a `command`, and exits with what it ended with."""
    caller = (
        f"import os, sys\nfrom pathlib import Path\ncommand = [sys.executable, '-c', {PROGRAM!r}]\n{attach}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", caller], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of the foreground
        assert process.stdout.read() == "in order\n"
        assert process.wait() == 3
