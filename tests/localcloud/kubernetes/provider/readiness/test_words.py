from typing import Any

from localcloud.kubernetes.provider.readiness import words
from tests.localcloud.kubernetes.provider.readiness.stub_api import stub_api

EVENTS = "/api/v1/namespaces/shop/events"


def pod(name: str, owner: str = "1", **status: Any) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "shop", "uid": name, "ownerReferences": [{"uid": owner}]}
    return {"metadata": metadata, "status": {"phase": "Pending", **status}}


def unscheduled(message: str) -> list[dict[str, str]]:
    return [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}]


def test_the_same_reason_is_said_once_with_the_number_of_pods() -> None:
    pods = [pod(f"web-{number}", conditions=unscheduled("Insufficient cpu")) for number in range(3)]
    pods.append(pod("api-0", conditions=unscheduled("Insufficient memory")))
    assert words.of_pods(stub_api(), pods) == [
        "3 pods (web-0, …): Unschedulable: Insufficient cpu",
        "pod api-0: Unschedulable: Insufficient memory",
    ]


def test_five_reasons_are_enough() -> None:
    pods = [pod(f"web-{number}", conditions=unscheduled(f"reason {number}")) for number in range(9)]
    assert len(words.of_pods(stub_api(), pods)) == 5


def test_ready_and_finished_pods_say_nothing() -> None:
    ready = pod("a", conditions=[{"type": "Ready", "status": "True"}])
    assert words.of_pods(stub_api(), [ready, pod("b", phase="Succeeded")]) == []


def test_containers_that_wait_or_failed_are_named() -> None:
    statuses = [
        {"name": "main", "state": {"waiting": {"reason": "ImagePullBackOff", "message": "not found"}}},
        {"name": "side", "state": {"terminated": {"reason": "Error", "exitCode": 3}}},
        {"name": "done", "state": {"terminated": {"reason": "Completed", "exitCode": 0}}},
        {"name": "fine", "state": {"running": {}}},
    ]
    assert words.of_pod(stub_api(), pod("a", containerStatuses=statuses)) == [
        "container main is waiting: ImagePullBackOff not found",
        "container side is terminated: Error",
    ]


def test_evicted_pod_says_why() -> None:
    failed = pod("a", phase="Failed", reason="Evicted", message="low on memory")
    assert words.of_pod(stub_api(), failed) == ["Evicted: low on memory"]


def test_warnings_are_told_where_nothing_else_is() -> None:
    events = [
        {"reason": "FailedMount", "message": "later", "lastTimestamp": "2"},
        {"reason": "FailedMount", "message": "first", "lastTimestamp": "1"},
        {"reason": "Unhealthy", "message": "refused", "lastTimestamp": "3"},
    ]
    assert words.of_pod(stub_api({EVENTS: events}), pod("a")) == ["FailedMount: later", "Unhealthy: refused"]
    assert words.of_pod(stub_api(), pod("a")) == ["the pod is Pending"]


def test_pods_of_others_are_left_out() -> None:
    api = stub_api({"/pods": [pod("mine", "1"), pod("other", "2")]})
    found = words.owned(api, "/pods", [{"metadata": {"uid": "1"}}])
    assert [item["metadata"]["name"] for item in found] == ["mine"]


def test_scheduler_is_known_by_its_words() -> None:
    assert words.is_unschedulable("pod a: Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.")
    assert not words.is_unschedulable("pod a: container main is waiting: ImagePullBackOff")
