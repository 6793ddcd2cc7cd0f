import os
import stat
import threading
from pathlib import Path

import pytest

from app.backing.running import AlreadyRunning, Running, all_running

VALUES = {"PASSWORD": "it's $ecret", "KEY": "line one\nline two"}


def test_nothing_runs_where_nobody_holds_the_lock(tmp_path: Path) -> None:
    running = Running("phase1", tmp_path)
    assert (running.pid(), running.shapes(), running.end()) == (None, [], False)
    with running.held():
        assert running.pid() == os.getpid()
        assert [one.phase for one in all_running(tmp_path)] == ["phase1"]
        with pytest.raises(AlreadyRunning, match="make services-down"), Running("phase1", tmp_path).held():
            pass
    assert all_running(tmp_path) == []


def test_the_environment_is_there_while_they_run_and_for_their_user_only(tmp_path: Path) -> None:
    running = Running("phase1", tmp_path)
    with running.held():
        running.keep("monolith", VALUES)
        running.ready(["monolith"])
        assert running.shapes() == ["monolith"]
        path = running.environment("monolith")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(running.folder.stat().st_mode) == 0o700
        read = os.popen(f'. {path}; printf "%s|%s" "$PASSWORD" "$KEY"').read()
        assert read == "|".join(VALUES.values())
    assert not path.exists()
    assert running.shapes() == []


def test_a_dead_process_s_number_is_not_believed(tmp_path: Path) -> None:
    running = Running("phase1", tmp_path)
    running.prepare()
    (running.folder / "lock").write_text("1")
    assert running.pid() is None


def test_two_who_begin_at_once_do_not_both(tmp_path: Path) -> None:
    holding, done, refused = threading.Barrier(3), threading.Event(), []

    def hold() -> None:
        try:
            with Running("phase1", tmp_path).held():
                holding.wait(10)
                done.wait(10)
        except AlreadyRunning as error:
            refused.append(error)
            holding.wait(10)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    holding.wait(10)
    done.set()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
