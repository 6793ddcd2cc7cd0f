import threading
import time
from typing import Any

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness.awaiting import NotReadyError, await_ready, shortcomings
from tests.localcloud.kubernetes.manifests import (
    claim,
    config_map,
    daemon_set,
    deployment,
    job,
    pod,
    service,
    stateful_set,
)

pytestmark = pytest.mark.engine
COLLECTIONS = {
    "ConfigMap": "/api/v1/namespaces/{}/configmaps",
    "DaemonSet": "/apis/apps/v1/namespaces/{}/daemonsets",
    "Deployment": "/apis/apps/v1/namespaces/{}/deployments",
    "Job": "/apis/batch/v1/namespaces/{}/jobs",
    "PersistentVolumeClaim": "/api/v1/namespaces/{}/persistentvolumeclaims",
    "Pod": "/api/v1/namespaces/{}/pods",
    "Service": "/api/v1/namespaces/{}/services",
    "StatefulSet": "/apis/apps/v1/namespaces/{}/statefulsets",
}


class Waiter:
    """Creates an object and awaits it; what it was told while it waited is in `said`."""

    def __init__(self, api: Api, namespace: str) -> None:
        self.api, self.namespace = api, namespace
        self.cancelled, self.said = threading.Event(), list[str]()

    def path(self, item: dict[str, Any]) -> str:
        return f"{COLLECTIONS[item['kind']].format(self.namespace)}/{item['metadata']['name']}"

    def create(self, item: dict[str, Any]) -> dict[str, Any]:
        return self.api.create(COLLECTIONS[item["kind"]].format(self.namespace), item)

    def ready(self, item: dict[str, Any], seconds: float = 30, patience: float = 120) -> dict[str, Any]:
        live = self.create(item)
        return await_ready(
            self.api, self.path(item), live, seconds, self.cancelled, self.said.append, patience
        )

    def reasons(self, item: dict[str, Any], seconds: float = 3, patience: float = 120) -> list[str]:
        with pytest.raises(NotReadyError) as caught:
            self.ready(item, seconds, patience)
        assert caught.value.live["metadata"]["name"] == item["metadata"]["name"]
        return caught.value.reasons


@pytest.fixture
def waiter(api: Api, namespace: str) -> Waiter:
    return Waiter(api, namespace)


@pytest.mark.parametrize("make", [deployment, stateful_set, daemon_set, job, pod, config_map])
def test_ready(waiter: Waiter, make: Any) -> None:
    live = waiter.ready(make("web", waiter.namespace))
    assert live["metadata"]["uid"]
    if make is deployment:
        assert live["status"]["availableReplicas"] == 1
    if make is job:
        assert live["status"]["succeeded"] == 1


def test_service_is_ready_with_its_first_pod(waiter: Waiter) -> None:
    waiter.create(pod("web", waiter.namespace))
    waiter.ready(service("web", waiter.namespace))
    assert waiter.said == []


def test_load_balancer_is_said_not_to_come(waiter: Waiter) -> None:
    waiter.create(pod("web", waiter.namespace))
    live = waiter.ready(service("web", waiter.namespace, type="LoadBalancer"))
    assert live["status"] == {"loadBalancer": {}}
    assert any("status.loadBalancer stays empty" in line for line in waiter.said)


@pytest.mark.parametrize("make", [deployment, stateful_set, job, pod])
def test_schedulers_words_are_given(waiter: Waiter, make: Any) -> None:
    reasons = waiter.reasons(make("big", waiter.namespace, cpu="64"))
    assert reasons[0].startswith("not ready after 3 s")
    assert any("Unschedulable" in line and "Insufficient cpu" in line for line in reasons[1:])
    assert any("Insufficient cpu" in line for line in waiter.said), "said while waiting, not only at the end"


def test_daemons_that_find_no_room_are_explained(waiter: Waiter) -> None:
    reasons = waiter.reasons(daemon_set("big", waiter.namespace, cpu="64"))
    assert any("Insufficient cpu" in line for line in reasons)


def test_what_no_node_takes_is_given_up_before_the_time_is_over(waiter: Waiter) -> None:
    started = time.monotonic()
    reasons = waiter.reasons(deployment("big", waiter.namespace, cpu="64"), seconds=60, patience=1)
    assert time.monotonic() - started < 30
    assert reasons[0].startswith("no node has taken its pods for 1 s")


def test_progress_deadline_is_the_controllers_verdict(waiter: Waiter) -> None:
    item = deployment("big", waiter.namespace, cpu="64")
    item["spec"]["progressDeadlineSeconds"] = 1
    reasons = waiter.reasons(item, seconds=60)
    assert "has timed out progressing" in reasons[0]


def test_quota_speaks_through_the_replica_set(waiter: Waiter) -> None:
    quota = {"metadata": {"name": "small"}, "spec": {"hard": {"requests.cpu": "50m"}}}
    waiter.api.create(f"/api/v1/namespaces/{waiter.namespace}/resourcequotas", quota)
    reasons = waiter.reasons(deployment("web", waiter.namespace, 2, cpu="100m"))
    assert sum("exceeded quota: small" in line for line in reasons) == 1


def test_admission_speaks_through_the_job(waiter: Waiter) -> None:
    label = {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}
    waiter.api.merge(f"/api/v1/namespaces/{waiter.namespace}", label)
    reasons = waiter.reasons(job("web", waiter.namespace))
    assert any('violates PodSecurity "restricted' in line for line in reasons)


def test_failed_job_is_not_awaited_longer(waiter: Waiter) -> None:
    started = time.monotonic()
    reasons = waiter.reasons(job("late", waiter.namespace, deadline=1, cpu="64"), seconds=60)
    assert time.monotonic() - started < 30
    assert reasons[0] == "DeadlineExceeded: Job was active longer than specified deadline"


def test_failed_pod_says_why(waiter: Waiter) -> None:
    item = pod("web", waiter.namespace, nodeSelector={"no": "node"})
    created = waiter.create(item)
    status = {"status": {"phase": "Failed", "reason": "Evicted", "message": "low on memory"}}
    live = waiter.api.merge(f"{waiter.path(item)}/status", status)
    assert created["metadata"]["uid"] == live["metadata"]["uid"]
    with pytest.raises(NotReadyError, match="the pod has failed; pod web: "):
        await_ready(waiter.api, waiter.path(item), live, 30, waiter.cancelled, waiter.said.append)


def test_service_without_pods_says_what_it_looked_for(waiter: Waiter) -> None:
    reasons = waiter.reasons(service("web", waiter.namespace))
    assert "no pod has the labels app=web" in reasons[1]


def test_claim_without_a_class_says_so(waiter: Waiter) -> None:
    reasons = waiter.reasons(claim("data", waiter.namespace, "none"))
    assert any("there is no StorageClass 'none'" in line for line in reasons)


def test_claim_that_waits_for_a_pod_is_ready(waiter: Waiter) -> None:
    waiter.ready(claim("data", waiter.namespace, "gp2"))


def test_cancelled_wait_ends_at_once(waiter: Waiter) -> None:
    waiter.cancelled.set()
    reasons = waiter.reasons(deployment("big", waiter.namespace, cpu="64"), seconds=60)
    assert "the deployment was cancelled" in reasons[0]


def test_object_that_someone_deletes_is_not_awaited_longer(waiter: Waiter) -> None:
    item = pod("big", waiter.namespace, cpu="64")
    threading.Timer(1, lambda: waiter.api.delete(waiter.path(item), gracePeriodSeconds=0)).start()
    assert waiter.reasons(item, seconds=60) == ["someone deleted it while it was awaited"]


def test_rollout_ends_when_the_old_pods_have(waiter: Waiter) -> None:
    item = deployment("web", waiter.namespace, 2)
    waiter.ready(item)
    item["spec"]["template"]["spec"]["containers"][0]["image"] = "app:2"
    live = waiter.api.merge(waiter.path(item), item)
    live = await_ready(waiter.api, waiter.path(item), live, 30, waiter.cancelled, waiter.said.append)
    assert live["status"]["replicas"] == live["status"]["updatedReplicas"] == 2


def test_shortcomings_are_told_without_waiting(waiter: Waiter) -> None:
    live = waiter.create(pod("big", waiter.namespace, cpu="64"))
    assert shortcomings(waiter.api, live)[0] == "the pod is Pending"
    assert shortcomings(waiter.api, waiter.ready(pod("web", waiter.namespace))) == []
    assert shortcomings(waiter.api, waiter.create(config_map("web", waiter.namespace))) == []
