"""Under a short load every request is answered, by the processes as the image starts them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.backing.process import free_port
from benchmarks.kinds import ADDRESSES, CACHED, SCHEDULED, UNCACHED
from tests.app.waiting import eventually, is_ready

pytestmark = pytest.mark.services

LOAD = Path(__file__).parents[2] / "benchmarks" / "load.py"
# `python -m benchmarks app` measures; here only what fails counts, of so many requests of each kind.
USERS, ENOUGH, SECONDS = 4, 20, 90


def test_a_short_load_is_answered_without_a_failure(phase2: dict[str, str]) -> None:
    port = str(free_port())
    web = {"PORT": port, "WEB_CONCURRENCY": "1", "WORKER_CLASS": "gevent", "WORKER_TIMEOUT_SECONDS": "30"}
    server = subprocess.Popen(
        [sys.executable, "-m", "app.processes", "monolith"], env=os.environ | phase2 | web
    )
    base = f"http://127.0.0.1:{port}"

    try:
        eventually(lambda: is_ready(base), "the monolith")
        command = [sys.executable, "-m", "locust", "-f", str(LOAD), "--headless", "--json"]
        bounds = ["--users", str(USERS), "--spawn-rate", str(USERS), "--run-time", f"{SECONDS}s"]
        environment = (
            os.environ
            | dict.fromkeys(ADDRESSES, base)
            | {"ENOUGH": str(ENOUGH), "WARM": "0", "PAUSE_SECONDS": "0"}
        )
        done = subprocess.run(
            [*command, *bounds],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS + 30,
        )
    finally:
        server.terminate()
        server.wait(60)
    assert done.returncode == 0, done.stderr[-2000:]
    answered = {entry["name"]: entry for entry in json.loads(done.stdout)}
    assert {CACHED, UNCACHED, SCHEDULED} <= set(answered)
    assert {name: entry["num_failures"] for name, entry in answered.items()} == dict.fromkeys(answered, 0)
