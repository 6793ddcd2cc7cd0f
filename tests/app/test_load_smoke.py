"""Under a short load every request is answered, by the processes as the image starts them."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from app.backing.process import free_port
from benchmarks.kinds import ADDRESSES, CACHED, SCHEDULED, UNCACHED
from tests.app.waiting import eventually

pytestmark = pytest.mark.services

LOAD = Path(__file__).parents[2] / "benchmarks" / "load.py"
# `python -m benchmarks app` measures; here only what fails counts.
USERS, SECONDS = 4, 5


def test_a_short_load_is_answered_without_a_failure(phase2: dict[str, str]) -> None:
    port = str(free_port())
    web = {"PORT": port, "WEB_CONCURRENCY": "2", "WORKER_CLASS": "gevent", "WORKER_TIMEOUT_SECONDS": "30"}
    server = subprocess.Popen(
        [sys.executable, "-m", "app.processes", "monolith"], env=os.environ | phase2 | web
    )
    base = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{base}/readyz").status_code == 200
        return False

    try:
        eventually(ready, "the monolith")
        command = [sys.executable, "-m", "locust", "-f", str(LOAD), "--headless", "--json"]
        bounds = ["--users", str(USERS), "--spawn-rate", str(USERS), "--run-time", f"{SECONDS}s"]
        environment = os.environ | dict.fromkeys(ADDRESSES, base)
        done = subprocess.run(
            [*command, *bounds], env=environment, capture_output=True, text=True, check=False, timeout=120
        )
    finally:
        server.terminate()
        server.wait(60)
    assert done.returncode == 0, done.stderr[-2000:]
    answered = {entry["name"]: entry for entry in json.loads(done.stdout)}
    assert {CACHED, UNCACHED, SCHEDULED} <= set(answered)
    assert {name: entry["num_failures"] for name, entry in answered.items()} == dict.fromkeys(answered, 0)
