import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from localcloud.engine.language_host_children import Children, Command

# Starts a grandchild that would outlive it, and tells its pid.
FAMILY = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"


def has_ended(process: psutil.Process) -> bool:
    """Waits for the signal to arrive; whoever is first in line may leave the dead process unreaped."""
    for _ in range(100):
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


def python(code: str) -> Command:
    return Command([sys.executable, "-u", "-c", code], Path.cwd(), os.environ)


def never(_: Callable[[], None]) -> None:
    """For calls whose caller waits to the end."""


@pytest.mark.parametrize(("code", "result"), [("", 0), ("raise SystemExit(32)", 32)])
def test_a_process_runs_to_its_end(code: str, result: int) -> None:
    assert Children().run(python(code), never) == result


def test_a_process_killed_by_a_signal_has_its_negative_number() -> None:
    assert Children().run(python("import os; os.kill(os.getpid(), 9)"), never) == -signal.SIGKILL


def test_both_streams_come_line_by_line_and_the_code_comes_last() -> None:
    code = "import sys; print('one'); print('two', file=sys.stderr); print('three'); sys.exit(4)"
    said = list(Children().stream(python(code), never))
    assert said[-1] == 4
    assert [line for line in said if isinstance(line, tuple) and line[0] == "stdout"] == [
        ("stdout", b"one\n"),
        ("stdout", b"three\n"),
    ]
    assert ("stderr", b"two\n") in said


def test_ending_takes_what_a_process_has_started_with_it() -> None:
    children = Children()
    lines = children.stream(python(FAMILY), never)
    first = next(lines)
    assert isinstance(first, tuple)
    grandchild = psutil.Process(int(first[1]))
    children.end()
    assert list(lines) == [-signal.SIGTERM]
    assert has_ended(grandchild)


def test_what_outlives_a_program_is_ended_with_it() -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=2).pid)"
    lines = Children().stream(python(code), never)
    first = next(lines)
    assert isinstance(first, tuple)
    grandchild = psutil.Process(int(first[1]))
    lines.close()
    assert has_ended(grandchild)


def test_an_abandoned_call_ends_its_process_only() -> None:
    children, abandon = Children(), list[Callable[[], None]]()
    lines = children.stream(python(FAMILY), abandon.append)
    next(lines)
    threading.Thread(target=abandon[0]).start()
    assert list(lines) == [-signal.SIGTERM]
    assert not children.ended


def test_nothing_starts_after_the_end() -> None:
    children = Children()
    children.end()
    with pytest.raises(InterruptedError, match="the engine has cancelled"):
        children.run(python(""), never)
