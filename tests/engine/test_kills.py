"""A kill -9 at a bad moment, then `up` again: it converges, says what it mended, and nothing is doubled."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from localcloud.cloud import snapshots
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


def _converges(checkout: Checkout) -> str:
    said = checkout.must("up", PHASE)
    code, preview = checkout.pulumi(PHASE, "preview", "--stack", PHASE, "--expect-no-changes", "--refresh")
    assert code == 0, preview
    rds = checkout.session(PHASE).client("rds", endpoint_url=checkout.endpoint(PHASE))
    assert len(rds.describe_db_instances()["DBInstances"]) == 1
    ec2 = checkout.session(PHASE).client("ec2", endpoint_url=checkout.endpoint(PHASE))
    assert len([vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]) == 1
    return said


def _gives_up_without_a_trace(checkout: Checkout) -> None:
    checkout.must("destroy", PHASE)
    assert leftovers(checkout.session(PHASE), checkout.endpoint(PHASE)) == PREPARED


def test_pulumi_is_killed(fresh: Checkout) -> None:
    _interrupt(fresh, r"rds:SubnetGroup platform creat", _kill_pulumi)
    locks = list((fresh.clouds / PHASE / "pulumi" / "backend").rglob("locks/**/*.json"))
    assert locks, "the killed engine leaves its lock"
    said = _converges(fresh)
    assert re.search(r"lock .*(released|gone|ended)", said), said
    state = json.loads(fresh.pulumi(PHASE, "stack", "export", "--stack", PHASE)[1])
    assert not state["deployment"].get("pending_operations")
    _gives_up_without_a_trace(fresh)


def test_the_aws_server_is_killed(fresh: Checkout) -> None:
    said = _interrupt(fresh, r"ec2:Subnet .* creating", _kill_server)
    assert "no answer from" in said
    _converges(fresh)
    _gives_up_without_a_trace(fresh)


def test_the_api_server_is_killed(fresh: Checkout) -> None:
    _interrupt(fresh, r"kubernetes:core/v1:Namespace .* creating", _kill_api_server)
    said = _converges(fresh)
    assert "kube-apiserver" in said


def test_the_aws_server_of_a_deployed_phase_is_killed(fresh: Checkout, first_phase: Path) -> None:
    snapshots.fork(first_phase, fresh.cloud(PHASE))
    assert "nothing had to be changed" in fresh.must("up", PHASE)
    _kill_server(fresh)
    assert "nothing had to be changed" in fresh.must("up", PHASE)
