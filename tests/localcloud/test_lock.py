import os
import signal
import subprocess
import sys
from pathlib import Path

from localcloud.lock import locked

HOLD = """
import pathlib, sys, time
from localcloud.lock import locked
with locked(pathlib.Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_who_waits_hears_which_process_holds_the_lock(tmp_path: Path) -> None:
    path, heard = tmp_path / "locks" / "etcd", list[str]()
    with hold(path) as holder:

        def waiting(pid: str) -> None:
            heard.append(pid)
            holder.kill()

        with locked(path, waiting):
            assert heard == [str(holder.pid)]
            assert path.read_text() == str(os.getpid())


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path, heard = tmp_path / "lock", list[str]()
    with hold(path) as holder:
        holder.send_signal(signal.SIGKILL)
    with locked(path, heard.append):
        assert heard == []
