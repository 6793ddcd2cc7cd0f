import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ops.demo.containers import Container
from ops.demo.placed import Placed
from ops.demo.process import Failed, Process


@contextmanager
def process(
    folder: Path, script: str, probe: dict[str, Any] | None = None, grace: int = 5
) -> Iterator[Process]:
    container = Container(
        "coocook", "Deployment", ("python", "-c", script), {}, {}, {"http": 8000}, probe, grace
    )
    made = Process(container, Placed({"NAME": "value"}, {folder / "secrets" / "key": "kept"}, {}), folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_it_has_its_own_environment_and_files_that_only_its_user_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the cloud")
    script = "import os; open('seen', 'w').write(' '.join(sorted(os.environ)))"
    monkeypatch.chdir(tmp_path)
    with process(tmp_path, script) as started:
        started.wait_until_done()
    assert "NAME" in (tmp_path / "seen").read_text().split()
    assert "AWS_SECRET_ACCESS_KEY" not in (tmp_path / "seen").read_text().split()
    kept = tmp_path / "secrets" / "key"
    assert kept.read_text() == "kept"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_a_job_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with (
        process(tmp_path, "raise SystemExit('no such role')") as started,
        pytest.raises(Failed, match=r"coocook failed(?s:.*)no such role"),
    ):
        started.wait_until_done()


def test_a_command_tells_that_it_is_ready(tmp_path: Path) -> None:
    there = tmp_path / "there"
    script = f"import time; time.sleep(0.3); open({str(there)!r}, 'w'); time.sleep(60)"
    probe = {
        "exec": {"command": ["python", "-c", f"import os, sys; sys.exit(not os.path.exists({str(there)!r}))"]}
    }
    with process(tmp_path, script, probe) as started:
        started.wait_until_ready()
        assert there.exists()


def test_one_that_ends_before_it_is_ready_has_failed(tmp_path: Path) -> None:
    probe = {"exec": {"command": ["python", "-c", "raise SystemExit(1)"]}}
    with (
        process(tmp_path, "print('out of memory')", probe) as started,
        pytest.raises(Failed, match="out of memory"),
    ):
        started.wait_until_ready()


def test_it_may_finish_within_its_pod_s_time_and_is_killed_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); open('deaf', 'w'); time.sleep(60)"
    )
    monkeypatch.chdir(tmp_path)
    with process(tmp_path, deaf, grace=1) as started:
        while not (tmp_path / "deaf").exists():
            time.sleep(0.02)
        started.stop()
        assert started.has_ended()
    slow = (
        "import signal, sys, time\n"
        "def end(*_): time.sleep(0.3); open('finished', 'w'); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); open('begun', 'w'); time.sleep(60)"
    )
    with process(tmp_path, slow) as started:
        while not (tmp_path / "begun").exists():
            time.sleep(0.02)
        started.stop()
    assert (tmp_path / "finished").exists()
