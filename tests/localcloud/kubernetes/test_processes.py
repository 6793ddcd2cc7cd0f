import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.processes import Daemon, Program

SLEEPER = "import sys, time; print('words of', sys.argv[1], flush=True); time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    found = Daemon("sleeper", tmp_path)
    yield found
    found.stop()


def sleeper(directory: Path, code: str = SLEEPER, **more: object) -> Program:
    return Program("sleeper", [sys.executable, "-c", code, f"{directory}/data"], **more)  # type: ignore[arg-type]  # options by name


def until_it_said(daemon: Daemon, words: str) -> None:
    deadline = time.monotonic() + 10
    while words not in daemon.last_words() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert words in daemon.last_words()


def watch(daemon: Daemon) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        daemon.check_alive()


def test_started_program_is_found_again_by_another(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path))
    found = Daemon("sleeper", tmp_path).process()
    assert found is not None
    assert os.getsid(found.pid) == found.pid, "a session of its own outlives who started it"
    assert Daemon("sleeper", tmp_path).runs(sleeper(tmp_path))


def test_killed_program_is_seen_as_ended_though_nobody_waits_for_it(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path))
    process = daemon.process()
    assert process is not None
    process.kill()
    with pytest.raises(KubernetesError, match="sleeper ended by itself"):
        watch(daemon)
    assert not daemon.runs(sleeper(tmp_path))


def test_ended_program_is_quoted(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path, "raise SystemExit('the certificate is missing')"))
    with pytest.raises(KubernetesError, match=r"the certificate is missing[\s\S]*sleeper\.log"):
        watch(daemon)


def test_changed_command_or_file_is_another_program(daemon: Daemon, tmp_path: Path) -> None:
    read = tmp_path / "read"
    read.write_text("one")
    daemon.start(sleeper(tmp_path, reads=[read]))
    assert daemon.runs(sleeper(tmp_path, reads=[read]))
    assert not daemon.runs(sleeper(tmp_path, SLEEPER + " "))
    read.write_text("two")
    assert not daemon.runs(sleeper(tmp_path, reads=[read]))


def test_process_that_only_has_the_number_is_not_taken_for_ours(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path))
    record = tmp_path / "run" / "sleeper.json"
    ours = json.loads(record.read_text())
    record.write_text(json.dumps({**ours, "pid": os.getpid()}))
    assert daemon.process() is None
    record.write_text(json.dumps({**ours, "command": ["other"]}))
    assert daemon.process() is None
    record.write_text(json.dumps(ours))
    assert daemon.process() is not None


def test_copy_of_the_directory_is_not_taken_for_the_original(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path))
    (tmp_path / "copy").mkdir()
    shutil.copytree(tmp_path / "run", tmp_path / "copy" / "run")
    copy = Daemon("sleeper", tmp_path / "copy")
    assert copy.process() is None
    copy.stop()
    assert daemon.process() is not None


def test_stop_ends_it_and_is_content_if_it_has_ended(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path))
    process = daemon.process()
    assert process is not None
    daemon.stop()
    assert not process.is_running()
    daemon.stop()


def test_program_that_does_not_listen_is_killed(daemon: Daemon, tmp_path: Path) -> None:
    daemon.start(sleeper(tmp_path, STUBBORN, stop_seconds=0.2))
    until_it_said(daemon, "deaf")
    process = daemon.process()
    assert process is not None
    daemon.stop()
    assert not process.is_running()


def test_stray_that_no_record_names_is_ended_before_a_start(daemon: Daemon, tmp_path: Path) -> None:
    stray = subprocess.Popen(sleeper(tmp_path).command, stdout=subprocess.DEVNULL, start_new_session=True)
    other = Path(f"{tmp_path}-2")
    neighbour = subprocess.Popen(sleeper(other).command, stdout=subprocess.DEVNULL)
    try:
        daemon.start(sleeper(tmp_path))
        assert stray.wait(10) == -signal.SIGTERM
        assert neighbour.poll() is None, "another directory's program is not ours"
    finally:
        for process in (stray, neighbour):
            process.kill()
            process.wait()


def test_log_is_kept_over_starts_and_put_aside_when_it_is_long(
    daemon: Daemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.start(sleeper(tmp_path))
    until_it_said(daemon, "words of")
    assert daemon.log.stat().st_mode & 0o777 == 0o600
    daemon.start(sleeper(tmp_path))
    assert not daemon.log.with_suffix(".log.1").exists()
    until_it_said(daemon, "words of")
    monkeypatch.setattr("localcloud.kubernetes.processes._LOG_BYTES", 1)
    daemon.start(sleeper(tmp_path))
    assert "words of" in daemon.log.with_suffix(".log.1").read_text()


def test_environment_of_the_caller_is_not_handed_on(
    daemon: Daemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    daemon.start(sleeper(tmp_path))
    process = daemon.process()
    assert process is not None
    until_it_said(daemon, "words of")
    assert psutil.Process(process.pid).environ().keys() == {"PATH", "HOME"}
