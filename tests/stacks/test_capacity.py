from dataclasses import replace

import pytest

from stacks.capacity import (
    Choice,
    Node,
    Room,
    Workload,
    added,
    emptiest,
    fullest,
    growth,
    placed,
    rollout,
    running,
    total,
    without,
)


def room(cpu_millicores: int, memory_mib: int, pods: int = 1) -> Room:
    return Room(cpu_millicores=cpu_millicores, memory_mib=memory_mib, pods=pods)


NODE = room(1000, 1000, pods=10)
WEB = Workload(name="web", priority=3, each=room(300, 100), pods=2, most=3, extra=2)
WORKER = Workload(name="worker", priority=1, each=room(200, 300), pods=2, most=2, extra=1)
AGENT = Workload(name="agent", priority=9, each=room(50, 0), pods=0, most=0, extra=0, on_every_node=True)


@pytest.mark.parametrize(
    ("asked", "held"),
    [(NODE, True), (room(1001, 0), False), (room(0, 1001), False), (room(0, 0, pods=11), False)],
)
def test_a_node_holds_a_pod_only_with_enough_of_everything(asked: Room, held: bool) -> None:
    assert NODE.holds(asked) is held


def test_each_node_has_its_agents_and_pods_are_spread_or_heaped_as_chosen() -> None:
    spread, heaped = (placed([NODE, NODE], [AGENT, WEB, WORKER], choice) for choice in (emptiest, fullest))
    assert not [*spread.waiting, *heaped.waiting]
    assert [running([node]) for node in spread.nodes] == [{"agent": 1, "web": 1, "worker": 1}] * 2
    assert [running([node]) for node in heaped.nodes] == [
        {"agent": 1, "web": 2, "worker": 1},
        {"agent": 1, "worker": 1},
    ]
    assert total(node.used for node in spread.nodes) == room(1100, 800, pods=6)


def test_what_has_no_room_waits_by_priority_and_an_agent_waits_for_its_own_node() -> None:
    crowded = placed([NODE], [replace(WORKER, pods=4), replace(WEB, pods=3)], emptiest)
    assert running(crowded.nodes) == {"web": 3}
    assert [pod.name for pod in crowded.waiting] == ["worker"] * 4
    tight = placed([room(40, 10, pods=5), NODE], [AGENT], emptiest)
    assert [pod.name for pod in tight.waiting] == ["agent"]


@pytest.mark.parametrize("choice", [emptiest, fullest])
def test_pods_that_come_later_move_nobody(choice: Choice) -> None:
    before = placed([NODE], [WORKER], choice)
    after = added(before.nodes, [WEB, WEB, WEB], choice)
    assert running(after.nodes) == {"worker": 2, "web": 2}
    assert [pod.name for pod in after.waiting] == ["web"]
    assert running(before.nodes) == {"worker": 2}, "what was placed before is as it was"


def test_a_rollout_adds_its_surge_and_an_autoscaler_the_rest() -> None:
    assert [pod.name for pod in rollout(WEB, WORKER, AGENT)] == ["web", "web", "worker"]
    assert [pod.name for pod in growth(WEB, WORKER, AGENT)] == ["web"]


def test_the_pods_of_a_lost_node_take_the_place_of_what_matters_less() -> None:
    nodes = [Node(room=NODE, pods=[AGENT, WEB, WEB]), Node(room=NODE, pods=[AGENT, WORKER, WORKER, WORKER])]
    left = without(nodes, 0, emptiest)
    assert running(left.nodes) == {"agent": 1, "web": 2, "worker": 1}
    assert [pod.name for pod in left.waiting] == ["worker", "worker"]
    assert [running([node]) for node in nodes] == [{"agent": 1, "web": 2}, {"agent": 1, "worker": 3}]


def test_nobody_is_evicted_for_a_pod_that_fits_nowhere_anyway() -> None:
    large = replace(WEB, each=room(2000, 0))
    left = without([Node(room=NODE, pods=[large]), Node(room=NODE, pods=[WORKER])], 0, emptiest)
    assert running(left.nodes) == {"worker": 1}
    assert [pod.name for pod in left.waiting] == ["web"]


def test_a_pod_is_not_evicted_for_one_that_matters_as_much() -> None:
    full = replace(WEB, name="other", each=room(900, 100))
    left = without([Node(room=NODE, pods=[WEB]), Node(room=NODE, pods=[full])], 0, emptiest)
    assert running(left.nodes) == {"other": 1}


@pytest.mark.parametrize("choice", [emptiest, fullest])
def test_pods_with_volumes_are_apart_and_wait_for_their_zone(choice: Choice) -> None:
    kept = replace(WEB, name="kept", in_one_zone=True)
    there = placed([NODE, NODE, NODE], [kept], choice).nodes
    assert sorted(len(node.pods) for node in there) == [0, 1, 1]
    held = next(index for index, node in enumerate(there) if node.pods)
    left = without(there, held, choice)
    # There is room on the node that has none; it may be in another zone.
    assert running(left.nodes) == {"kept": 1}
    assert [pod.name for pod in left.waiting] == ["kept"]
    assert [pod.name for pod in placed([NODE], [kept], choice).waiting] == ["kept"]
