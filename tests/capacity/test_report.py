"""Every phase fits its nodes: at rest, in rollouts, and with a node less as far as it is promised."""

import pytest

from components.workloads.priority import SERVING, VALUES
from stacks.capacity import Choice, emptiest, fullest, placed, running, without
from tests.capacity.asked import everything, own, rooms
from tests.capacity.report import PAGE, cases, report
from tests.charts.golden import manifests
from tests.phases import PHASES
from tests.platforms import platform

NONE = "none"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == report(), "run python -m tests.capacity.report"


@pytest.mark.parametrize("phase", PHASES)
def test_no_pod_is_bound_to_nodes_which_the_proof_would_not_know(phase: str) -> None:
    found = [item["spec"] for item in manifests(platform(phase)) if "template" in item.get("spec", {})]
    assert found
    for item in found:
        spec = item["template"]["spec"]
        assert not spec.keys() & {"affinity", "nodeName", "nodeSelector", "hostNetwork"}
        firm = {
            rule["topologyKey"]
            for rule in spec.get("topologySpreadConstraints", ())
            if rule["whenUnsatisfiable"] != "ScheduleAnyway"
        }
        # What has a volume is told to the proof: it is in one zone, and the other copy in another.
        assert firm == ({"topology.kubernetes.io/zone"} if "volumeClaimTemplates" in item else set())


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(
    "when", ["at rest", "in a rollout of any one workload", "when autoscalers are at their most"]
)
def test_all_pods_have_room(phase: str, when: str) -> None:
    assert cases(phase)[when] == NONE


@pytest.mark.parametrize("phase", PHASES)
def test_only_workers_wait_when_all_workloads_are_rolled_out_at_once(phase: str) -> None:
    waiting = cases(phase)["in rollouts of all workloads at once"]
    assert waiting == NONE or all(name.endswith("-worker") for name in waiting.split(", "))


@pytest.mark.parametrize("choice", [emptiest, fullest])
@pytest.mark.parametrize(("phase", "workers"), [("phase2", 2), ("phase3", 8)])
def test_all_web_pods_and_the_promised_workers_outlive_a_lost_node(
    phase: str, workers: int, choice: Choice
) -> None:
    nodes = placed(rooms(phase), everything(phase), choice).nodes
    web = {item.name: item.pods for item in own(phase) if item.priority == VALUES[SERVING] and item.pods}
    assert web
    for lost in range(len(nodes)):
        left = running(without(nodes, lost, choice).nodes)
        assert web.items() <= left.items()
        assert sum(number for name, number in left.items() if name.endswith("-worker")) >= workers


def test_nothing_waits_in_phase_3_after_a_lost_node_but_one_of_two_copies_with_a_volume() -> None:
    assert cases("phase3")["after any one node is lost"] == "1 of prometheus"
    watching = PHASES["phase3"].monitoring
    assert watching is not None
    assert watching.prometheus.replicas >= 2


def test_phase_1_has_one_node_and_serves_nothing_without_it() -> None:
    assert len(rooms("phase1")) == 1
    assert "3 of platform" in cases("phase1")["after any one node is lost"]
