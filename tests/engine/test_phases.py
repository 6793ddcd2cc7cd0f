"""Each phase on the real engine: deployed, unchanged, as the diagrams say, given up without a trace."""

import re
import subprocess
from typing import Any

import pytest
from kubernetes import client

from tests.diagrams import deployed as read_back
from tests.diagrams.expectations import EXPECTATIONS
from tests.engine.checkout import Checkout
from tests.engine.conftest import PHASES, tracked_changes
from tests.engine.leftovers import PREPARED, leftovers

pytestmark = pytest.mark.engine


def test_three_clouds_are_up_side_by_side_on_loopback_only(
    checkout: Checkout, deployed: dict[str, str]
) -> None:
    endpoints = {checkout.endpoint(phase) for phase in PHASES}
    assert len(endpoints) == len(PHASES)
    for phase in PHASES:
        vpcs = checkout.session(phase).client("ec2", endpoint_url=checkout.endpoint(phase)).describe_vpcs()
        assert len([vpc for vpc in vpcs["Vpcs"] if not vpc["IsDefault"]]) == 1
        nodes = client.CoreV1Api(checkout.kubernetes(phase)).list_node().items
        assert nodes
        assert "nodes ready" in deployed[phase]
    sockets = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
    ours = [line for line in sockets.splitlines() if re.search("kube|etcd|kwok", line)]
    assert ours, "the control planes listen somewhere"
    assert all(re.match(r"\S+\s+\S+\s+\S+\s+(127\.0\.0\.1|\[::1\]):", line) for line in ours), ours


@pytest.mark.parametrize("phase", PHASES)
def test_a_second_time_there_is_nothing_to_do(
    checkout: Checkout, deployed: dict[str, str], phase: str
) -> None:
    code, said = checkout.pulumi(phase, "preview", "--stack", phase, "--expect-no-changes")
    assert code == 0, said


@pytest.mark.parametrize("phase", PHASES)
def test_what_is_deployed_is_what_the_diagrams_say(
    checkout: Checkout, deployed: dict[str, str], phase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", checkout.endpoint(phase))
    facts = read_back.read(checkout.session(phase), client.AppsV1Api(checkout.kubernetes(phase)))
    rows = [expectation for expectation in EXPECTATIONS if expectation.phase == phase]
    assert rows
    assert not [str(row) for row in rows if not row.holds(facts)]


def test_every_stack_can_be_previewed_on_every_cloud(checkout: Checkout, deployed: dict[str, str]) -> None:
    code, said = checkout.pulumi("phase2", "preview", "--stack", "phase3")
    assert code == 0, said
    assert re.search(r"\+ \d+ to create", said)


def test_a_copy_and_a_restored_snapshot_have_nothing_to_do(
    checkout: Checkout, deployed: dict[str, str]
) -> None:
    checkout.must("copy", "phase1", "twin")
    checkout.must("run", "twin", "--stack", "phase1", "--", "true")  # it has to run to be changed
    assert checkout.endpoint("twin") != checkout.endpoint("phase1")
    ec2 = checkout.session("twin").client("ec2", endpoint_url=checkout.endpoint("twin"))
    more = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    checkout.must("snapshot", "twin", "with-more")
    ec2.delete_vpc(VpcId=more)
    core: Any = client.CoreV1Api(checkout.kubernetes("twin"))
    core.delete_namespace("softfactory")

    checkout.must("restore", "twin", "with-more")
    assert "nothing had to be changed" in checkout.must("up", "phase1", "--cloud", "twin")
    ec2 = checkout.session("twin").client("ec2", endpoint_url=checkout.endpoint("twin"))
    assert more in [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"]]
    core = client.CoreV1Api(checkout.kubernetes("twin"))
    assert core.read_namespace("softfactory").status.phase == "Active"


@pytest.mark.parametrize("phase", PHASES)
def test_destroy_names_the_stores_and_leaves_nothing(
    checkout: Checkout, deployed: dict[str, str], phase: str
) -> None:
    before = checkout.session(phase).client("rds", endpoint_url=checkout.endpoint(phase))
    databases = [
        one["DBInstanceIdentifier"]
        for one in before.describe_db_instances()["DBInstances"]
        if not one.get("ReadReplicaSourceDBInstanceIdentifier")  # a replica holds nothing of its own
    ]
    said = checkout.must("destroy", phase)
    assert databases
    assert all(name in said for name in databases)
    assert leftovers(checkout.session(phase), checkout.endpoint(phase)) == PREPARED
    assert not list((checkout.clouds / phase / "clusters").glob("*/cluster.json")), "a control plane is left"


def test_no_command_has_changed_a_tracked_file(checkout: Checkout, tracked: str) -> None:
    assert tracked_changes() == tracked
