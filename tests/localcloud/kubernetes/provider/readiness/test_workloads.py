from typing import Any

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness import workloads
from localcloud.kubernetes.provider.readiness.state import State
from tests.localcloud.kubernetes.provider.readiness.stub_api import stub_api

NO_API: Api = None  # type: ignore[assignment]  # these judge by the object alone


def item(spec: dict[str, Any] | None = None, generation: int = 2, **status: Any) -> dict[str, Any]:
    observed = {"observedGeneration": 2, **status}
    return {"metadata": {"generation": generation}, "spec": spec or {}, "status": observed}


def words(state: State) -> str:
    return "ready" if state.ready else f"{'failed' if state.failed else 'waiting'}: {state.message}"


DONE: dict[str, Any] = {"updatedReplicas": 2, "replicas": 2, "availableReplicas": 2}
DEADLINE = {
    "type": "Progressing",
    "status": "False",
    "reason": "ProgressDeadlineExceeded",
    "message": "too slow",
}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (item({"replicas": 2}, **DONE), "ready"),
        (item({"replicas": 0}), "ready"),
        (item(), "waiting: 0 of 1 replicas are updated"),
        (item(updatedReplicas=1, replicas=1), "waiting: 0 of 1 replicas are available"),
        (item({"replicas": 2, "paused": True}), "ready"),
        (item({"replicas": 2}, 3, **DONE), "waiting: its controller has not seen the change yet"),
        (item({"replicas": 2}, **{**DONE, "updatedReplicas": 1}), "waiting: 1 of 2 replicas are updated"),
        (item({"replicas": 2}, **{**DONE, "replicas": 3}), "waiting: 1 old replicas have not ended yet"),
        (item({"replicas": 2}, **{**DONE, "availableReplicas": 1}), "waiting: 1 of 2 replicas are available"),
        (item({"replicas": 2}, **DONE, conditions=[DEADLINE]), "failed: too slow"),
        ({"metadata": {"generation": 1}, "spec": {}}, "waiting: its controller has not seen the change yet"),
    ],
)
def test_deployment(found: dict[str, Any], expected: str) -> None:
    assert words(workloads.deployment(found, NO_API)) == expected


SET: dict[str, Any] = {
    "updatedReplicas": 2,
    "readyReplicas": 2,
    "currentRevision": "b",
    "updateRevision": "b",
}
PARTITION = {"replicas": 2, "updateStrategy": {"rollingUpdate": {"partition": 1}}}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (item({"replicas": 2}, **SET), "ready"),
        (item(), "waiting: 0 of 1 replicas are updated"),
        (item(updatedReplicas=1), "waiting: 0 of 1 replicas are ready"),
        (item({"replicas": 2}, 3, **SET), "waiting: its controller has not seen the change yet"),
        (item({"replicas": 2}, **{**SET, "updatedReplicas": 1}), "waiting: 1 of 2 replicas are updated"),
        (item({"replicas": 2}, **{**SET, "readyReplicas": 0}), "waiting: 0 of 2 replicas are ready"),
        (
            item({"replicas": 2}, **{**SET, "currentRevision": "a"}),
            "waiting: the update has not reached every replica",
        ),
        (item(PARTITION, **{**SET, "updatedReplicas": 1, "currentRevision": "a"}), "ready"),
        (
            item({"replicas": 2, "updateStrategy": {"type": "OnDelete"}}, **{**SET, "updatedReplicas": 0}),
            "ready",
        ),
    ],
)
def test_stateful_set(found: dict[str, Any], expected: str) -> None:
    assert words(workloads.stateful_set(found, NO_API)) == expected


DAEMONS: dict[str, Any] = {"desiredNumberScheduled": 3, "updatedNumberScheduled": 3, "numberAvailable": 3}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (item(**DAEMONS), "ready"),
        (item(desiredNumberScheduled=1), "waiting: 0 of 1 nodes run the update"),
        (item(desiredNumberScheduled=1, updatedNumberScheduled=1), "waiting: 0 of 1 replicas are available"),
        (item(), "ready"),
        (item(generation=3, **DAEMONS), "waiting: its controller has not seen the change yet"),
        (item(**{**DAEMONS, "updatedNumberScheduled": 1}), "waiting: 1 of 3 nodes run the update"),
        (item(**{**DAEMONS, "numberAvailable": 2}), "waiting: 2 of 3 replicas are available"),
        (item({"updateStrategy": {"type": "OnDelete"}}, **{**DAEMONS, "updatedNumberScheduled": 1}), "ready"),
    ],
)
def test_daemon_set(found: dict[str, Any], expected: str) -> None:
    assert words(workloads.daemon_set(found, NO_API)) == expected


def replica_set(name: str, replicas: int) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "shop", "uid": name, "ownerReferences": [{"uid": "web"}]}
    return {"metadata": metadata, "spec": {"replicas": replicas}}


@pytest.mark.parametrize(
    ("replicas", "conditions", "expected"),
    [
        (1, [{"type": "ReplicaFailure", "status": "True", "message": "quota"}], ["quota"]),
        (1, [{"type": "ReplicaFailure", "status": "False", "message": "quota"}], ["FailedCreate: of web-1"]),
        (0, [], []),
    ],
)
def test_deployment_speaks_for_its_replica_sets_that_have_to_make_pods(
    replicas: int, conditions: list[dict[str, str]], expected: list[str]
) -> None:
    api = stub_api(
        {
            "/apis/apps/v1/namespaces/shop/replicasets": [replica_set("web-1", replicas)],
            "/api/v1/namespaces/shop/events": [{"reason": "FailedCreate", "message": "of web-1"}],
        }
    )
    found = {"metadata": {"namespace": "shop", "uid": "web"}, "status": {"conditions": conditions}}
    assert workloads.explain_deployment(found, api) == expected
