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
CALLER = f"""
import os, sys
from pathlib import Path
from localcloud.cloud.attached import attached
sys.exit(attached([sys.executable, "-c", {PROGRAM!r}], Path.cwd(), os.environ))
"""


def test_after_ctrl_c_the_program_ends_in_order_and_its_exit_code_is_ours() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CALLER], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline() == "begun\n"
        os.killpg(caller.pid, signal.SIGINT)  # as a terminal does: to all of the foreground
        assert caller.stdout.read() == "in order\n"
        assert caller.wait() == 3
