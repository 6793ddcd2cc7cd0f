import os
import signal
import subprocess
import sys

from tests.localcloud.cloud.test_attached import PROGRAM

CALLER = f"""
import sys
from ops.attached import attached
sys.exit(attached([sys.executable, "-c", {PROGRAM!r}]))
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
