import json
import os
import socket

import pytest

from localcloud.cloud import locks
from localcloud.cloud.cloud import Cloud
from tests.localcloud.cloud.lock_files import LONG_AGO, gone, lock


def test_the_lock_of_a_killed_update_is_released_in_words(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    pid = gone()
    path = lock(cloud, pid)
    locks.release_stale(cloud)
    assert not path.exists()
    assert f"stack one: the update that process {pid} began at" in capsys.readouterr().err


def test_a_pid_that_another_process_has_got_since_does_not_hold_the_lock(cloud: Cloud) -> None:
    path = lock(cloud, os.getpid(), age=LONG_AGO)
    locks.release_stale(cloud)
    assert not path.exists()


@pytest.mark.parametrize("host", ["", "another-machine"])
def test_a_lock_that_may_be_held_stays(host: str, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    path = lock(cloud, os.getpid() if not host else gone(), host)
    locks.release_stale(cloud)
    assert path.exists()
    assert [(one.stack, one.host) for one in locks.held(cloud)] == [("one", host or socket.gethostname())]
    assert capsys.readouterr().err == ""


def test_the_time_as_the_engine_writes_it_is_understood(cloud: Cloud) -> None:
    path = lock(cloud, gone())
    content = {**json.loads(path.read_text()), "timestamp": "2026-11-23T18:17:57.869844961Z"}
    path.write_text(json.dumps(content))
    assert [one.since.microsecond for one in locks.locks(cloud)] == [869844]


def test_a_cloud_without_locks_has_none(cloud: Cloud) -> None:
    assert list(locks.locks(cloud)) == []
