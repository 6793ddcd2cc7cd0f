"""A kill -9 at a bad moment, then `up` again: it converges, says what it mended, and nothing is doubled."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.engine.checkout import HERE, Checkout
from tests.engine.leftovers import PREPARED, leftovers

PHASE = "phase1"
pytestmark = pytest.mark.engine


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Checkout]:
    """The working tree with no cloud yet."""
    found = Checkout(HERE, tmp_path / "clouds", checkpoints=True)
    yield found
    found.must("down")


def _interrupt(checkout: Checkout, when: str, kill: Callable[[Checkout], None]) -> str:
    """Starts `up`, kills when it has said `when`, and returns all that it said."""
    process = checkout.start("up", PHASE)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if re.search(when, line):
            kill(checkout)
            break
    said.extend(process.stdout)
    process.wait()
    return "".join(said)


def _kill_pulumi(checkout: Checkout) -> None:
    ours = str(checkout.clouds / PHASE)
    engines = [
        process
        for process in psutil.process_iter(["name"])
        if process.info["name"] == "pulumi" and process.environ().get("SOFTFACTORY_CLOUD_DIR") == ours
    ]
    assert engines
    for engine in engines:
        engine.kill()


def _kill_server(checkout: Checkout) -> None:
    os.kill(_server(checkout), signal.SIGKILL)


def _server(checkout: Checkout) -> int:
    directory = str(checkout.clouds / PHASE)
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if "localcloud.aws.server" in command and directory in command:
            return process.pid
    raise AssertionError("the AWS server does not run")


def _kill_api_server(checkout: Checkout) -> None:
    directory = str(checkout.clouds / PHASE)
    found = [
        process
        for process in psutil.process_iter(["cmdline"])
        if "kube-apiserver" in (process.info["cmdline"] or [""])[0]
        and any(directory in part for part in process.info["cmdline"])
    ]
    assert found
    for process in found:
        process.kill()


def test_an_update_killed_three_times_converges_and_a_server_killed_at_rest_comes_back(
    fresh: Checkout,
) -> None:
    """Each `up` goes on where the killed one was, and is killed at a later moment; the last one is not."""
    _interrupt(fresh, r"rds:SubnetGroup platform creat", _kill_pulumi)
    locks = list((fresh.clouds / PHASE / "pulumi" / "backend").rglob("locks/**/*.json"))
    assert locks, "the killed engine leaves its lock"

    said = _interrupt(fresh, r"rds:Instance platform creat", _kill_server)
    assert re.search(r"lock .*(released|gone|ended)", said), said
    assert "no answer from" in said

    _interrupt(fresh, r"kubernetes:core/v1:Namespace .* creat", _kill_api_server)
    assert "kube-apiserver" in fresh.must("up", PHASE)
    _kill_server(fresh)
    assert "nothing had to be changed" in fresh.must("up", PHASE)

    _is_whole(fresh)
    fresh.must("destroy", PHASE)
    assert leftovers(fresh.session(PHASE), fresh.endpoint(PHASE)) == PREPARED


def _is_whole(checkout: Checkout) -> None:
    """What is there is what the state says, and nothing is there twice."""
    code, preview = checkout.pulumi(PHASE, "preview", "--stack", PHASE, "--expect-no-changes", "--refresh")
    assert code == 0, preview
    state = json.loads(checkout.pulumi(PHASE, "stack", "export", "--stack", PHASE)[1])
    assert not state["deployment"].get("pending_operations")
    rds = checkout.session(PHASE).client("rds", endpoint_url=checkout.endpoint(PHASE))
    assert len(rds.describe_db_instances()["DBInstances"]) == 1
    ec2 = checkout.session(PHASE).client("ec2", endpoint_url=checkout.endpoint(PHASE))
    assert len([vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]) == 1
