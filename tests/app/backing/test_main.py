"""What `make services` does around the services: begin them, wait for them, tell what went wrong."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app.backing import __main__ as command
from app.backing import packages
from app.backing.running import Running

DIES = 'print("the port is taken"); raise SystemExit(1)'
# Holds the lock as the services do, and is ready a moment later.
RUNS = """
import signal, sys, time
from pathlib import Path
from app.backing.running import Running
signal.signal(signal.SIGTERM, signal.default_int_handler)
running = Running("phase1")
with running.held():
    print("PostgreSQL: ready", flush=True)
    if "--slow" in sys.argv:
        time.sleep(600)
    running.keep("monolith", {"PORT": "1"})
    running.ready(["monolith"])
    signal.pause()
"""


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("SOFTFACTORY_SERVICES", str(tmp_path))
    monkeypatch.setattr(packages, "install_missing", lambda programs: None)
    started = subprocess.Popen

    def instead(program: str, *arguments: str) -> None:
        words = [sys.executable, "-c", program, *arguments]
        monkeypatch.setattr(subprocess, "Popen", lambda _, **options: started(words, **options))

    handler = signal.getsignal(signal.SIGTERM)
    yield instead
    signal.signal(signal.SIGTERM, handler)
    Running("phase1", tmp_path).end()


def test_it_shows_progress_and_prints_the_environment(begin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    begin(RUNS)
    command.main(["up", "phase1"])
    first = capsys.readouterr()
    assert first.out == "export PORT=1\n"
    assert first.err.startswith("PostgreSQL: ready\n")
    command.main(["up", "phase1", "--shape", "monolith"])
    assert capsys.readouterr().out == first.out
    with pytest.raises(SystemExit, match="the processes of phase1 are monolith; got 'coocook'"):
        command.main(["up", "phase1", "--shape", "coocook"])


def test_services_that_do_not_start_are_told_with_their_last_words(
    begin: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(DIES)
    with pytest.raises(SystemExit, match=r"the services of phase1 have not started; .*/log says why"):
        command.main(["up", "phase1"])
    assert capsys.readouterr().err == "the port is taken\n"


def test_ctrl_c_at_the_start_ends_them(begin: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(RUNS, "--slow")

    def interrupted(seconds: float) -> None:
        if Running("phase1", tmp_path).pid():
            monkeypatch.undo()
            monkeypatch.setenv("SOFTFACTORY_SERVICES", str(tmp_path))
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupted)
    with pytest.raises(SystemExit) as ended:
        command.main(["up", "phase1"])
    assert ended.value.code == 130
    assert Running("phase1", tmp_path).pid() is None
