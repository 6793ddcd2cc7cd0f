"""The commands that people use: the services come up, are found again, serve the app, and end."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.backing.phase import names, read
from tests.app.waiting import eventually, is_ready

pytestmark = pytest.mark.services


@pytest.fixture
def folder_of_services(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    backing(tmp_path, "down")


def backing(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app.backing", *arguments]
    environment = os.environ | {"SOFTFACTORY_SERVICES": str(folder)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=180)


def evaluated(exports: str) -> dict[str, str]:
    words = shlex.split(exports)
    return dict(word.split("=", 1) for word in words if word != "export")


@pytest.mark.parametrize("phase", ["phase1", "phase3"])
def test_up_and_down(folder_of_services: Path, phase: str) -> None:
    up = backing(folder_of_services, "up", phase)
    assert up.returncode == 0, up.stderr
    assert "PostgreSQL platform: ready after" in up.stderr
    again = backing(folder_of_services, "up", phase)
    assert (again.returncode, again.stdout) == (0, up.stdout)
    assert "ready after" not in again.stderr
    wanted = evaluated(up.stdout)
    assert wanted["DATABASE_REPLICA_HOSTS"].count("localhost") == read(phase).databases["platform"]
    shape = "coocook" if read(phase).split else "monolith"
    mine = evaluated(backing(folder_of_services, "up", phase, "--shape", shape).stdout)
    process = subprocess.Popen(
        [sys.executable, "-m", "app.processes", shape], env=os.environ | mine | {"WEB_CONCURRENCY": "1"}
    )
    try:
        base = f"http://127.0.0.1:{mine['PORT']}"
        eventually(lambda: is_ready(base), f"{shape} ready")
        checks = httpx.get(f"{base}/readyz").json()["checks"]
        assert all(check["ok"] for check in checks.values()), checks
        assert ("broker" in checks) == read(phase).broker
    finally:
        process.terminate()
        process.wait(40)
    pid = int((folder_of_services / phase / "lock").read_text())
    assert backing(folder_of_services, "down").returncode == 0
    eventually(lambda: not Path(f"/proc/{pid}").exists() or zombie(pid), "the end")
    data = Path(wanted["DATABASE_CA_FILE"]).parents[1]
    assert not data.exists()


def zombie(pid: int) -> bool:
    return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()


def test_ctrl_c_ends_them_in_order(folder_of_services: Path) -> None:
    command = [sys.executable, "-m", "app.backing", "run", "phase1"]
    environment = os.environ | {"SOFTFACTORY_SERVICES": str(folder_of_services)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    eventually((folder_of_services / "phase1" / "ready").exists, "the services")
    exports = evaluated((folder_of_services / "phase1" / "monolith.env").read_text())
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in said
    assert not Path(exports["DATABASE_CA_FILE"]).exists()
    assert not (folder_of_services / "phase1" / "monolith.env").exists()


def test_a_wrong_name_is_refused_in_words(folder_of_services: Path) -> None:
    refused = backing(folder_of_services, "up", "phase9")
    assert refused.returncode == 1
    assert refused.stderr.strip() == f"there is no phase 'phase9'; there are {', '.join(names())}"
