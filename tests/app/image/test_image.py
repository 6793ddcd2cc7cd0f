"""The image as built: what is in it, and that every process of it runs as Kubernetes runs it."""

import json
import os
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from app.backing.postgres import Postgres
from app.backing.process import free_port
from app.image.build import build
from app.image.run import command, output_of
from app.image.sbom import sbom
from app.processes.__main__ import PROCESSES
from tests.app.waiting import eventually, is_ready

# On one worker: they share the image, and building it twice at once would be for nothing.
pytestmark = [pytest.mark.engine, pytest.mark.services, pytest.mark.xdist_group("image")]

ROOT = Path(__file__).parents[3]
BIGGEST_BYTES = 400 * 2**20
COMPILERS = ("gcc", "cc", "g++", "ld", "as", "make", "pip", "pip3", "cargo", "rustc")
# One on each server; the others have the same program, and settings of their own.
WEB = ("monolith", "review")


@pytest.fixture(scope="module")
def image() -> str:
    return build("test")


def sh(image: str, script: str) -> str:
    return output_of(image, "sh", "-c", script).strip()


def test_nobody_in_particular_runs_it_and_nothing_of_it_can_be_changed(image: str) -> None:
    assert sh(image, "id -u; id -g").split() == ["10001", "10001"]
    # podman adds /var/tmp to what is mounted for writing.
    writable = "find / -xdev -writable -not -type l -not -path '/proc/*' 2>/dev/null"
    assert set(sh(image, f"{writable} || true").split()) <= {"/tmp", "/var/tmp"}
    assert sh(image, "touch /opt/app/x 2>/dev/null || echo refused") == "refused"
    assert "0000000000000000" in sh(image, "grep CapEff /proc/self/status")


def test_it_has_no_compiler_no_installer_no_tests_and_no_secret(image: str) -> None:
    assert sh(image, f"for name in {' '.join(COMPILERS)}; do command -v $name; done; true") == ""
    assert sh(image, "ls /opt/app") == "app\npublic\nvenv"
    assert not {"backing", "image", "README.md"} & set(sh(image, "ls /opt/app/app").split())
    found = sh(
        image, "grep -rlE 'BEGIN [A-Z ]*PRIVATE KEY' /opt/app/app /opt/app/public /etc /run 2>/dev/null; true"
    )
    assert found == ""
    assert "index.html" in sh(image, "ls /opt/app/public")


def test_it_is_no_bigger_than_it_must_be(image: str) -> None:
    inspected = subprocess.run(
        ["podman", "image", "inspect", image], capture_output=True, text=True, check=True
    ).stdout
    [described] = json.loads(inspected)
    assert described["Size"] < BIGGEST_BYTES
    assert described["Config"]["User"] == "10001:10001"
    assert described["Config"]["Entrypoint"] == ["python", "-m", "app.processes"]
    assert not any(re.search("PASSWORD|TOKEN|SECRET|KEY", name) for name in described["Config"]["Env"])


def test_it_has_what_the_lock_says(image: str) -> None:
    inventory = json.loads(sbom(image))
    assert inventory["bomFormat"] == "CycloneDX"
    components = {one["purl"].split("@")[0]: one["version"] for one in inventory["components"]}
    lock = (ROOT / "app/image/requirements.lock").read_text()
    wanted = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE))
    # One project may be written zope.event and zope-event.
    python = {
        re.sub(r"[-_.]+", "-", name.removeprefix("pkg:pypi/")).lower(): version
        for name, version in components.items()
        if name.startswith("pkg:pypi/")
    }
    assert python
    assert {name: wanted.get(name) for name in python} == python
    assert {"flask", "fastapi", "celery", "psycopg"} <= set(python)
    assert "pkg:deb/debian/libc6" in components
    assert "pkg:deb/debian/ca-certificates" in components


def test_a_wrong_name_ends_in_words(image: str) -> None:
    done = subprocess.run(command(image, ["monolit"]), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert all(name in done.stderr for name in PROCESSES)


def test_a_process_without_its_settings_ends_in_words(image: str) -> None:
    arguments = {"migrate": "expand monolith", "telegram": "https://app.example"}
    # One container for all, which take longer to start than the processes.
    each = [
        f"python -m app.processes {name} {arguments.get(name, '')} 2>&1; echo {name}=$?" for name in PROCESSES
    ]
    said = sh(image, "; ".join(each))
    for name in PROCESSES:
        words, said = said.split(f"{name}=1", 1)
        assert ": Field required" in words, name
        assert "Traceback" not in words, name


@pytest.fixture
def mounted(postgres: Postgres) -> list[str]:
    folder = str(postgres.ca_file.parent)
    return [f"{folder}:{folder}:ro"]


@pytest.mark.parametrize("name", WEB)
def test_a_web_process_answers_from_a_read_only_root(
    image: str, phase1: dict[str, str], mounted: list[str], name: str
) -> None:
    port = str(free_port())
    web = {"PORT": port, "WEB_CONCURRENCY": "1", "WORKER_CLASS": "gevent", "WORKER_TIMEOUT_SECONDS": "30"}
    variables = phase1 | web
    line = command(image, [name], variables=variables, volumes=mounted)
    process = subprocess.Popen(
        line, env=os.environ | variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:

        def ready() -> bool:
            assert process.poll() is None, process.stdout.read() if process.stdout else ""
            return is_ready(f"http://127.0.0.1:{port}")

        eventually(ready, f"{name} ready")
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").json() == {"status": "alive"}
        assert "app_pool_in_use" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
    finally:
        process.terminate()
        assert process.wait(40) in (0, 143)
