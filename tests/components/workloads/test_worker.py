from typing import Any

from components.workloads.worker import Worker, WorkerArgs
from stacks.charts import chart
from tests.components.workloads.pods import (
    BINDING,
    RULES,
    SECRETS,
    assert_bound,
    assert_restricted,
    container_of,
    custom,
    environment,
    inputs,
    pod_of,
)
from tests.components.workloads.test_worker_size import size
from tests.recording import Recording, record


def worker(preview: bool, **changes: Any) -> Recording:
    args = WorkerArgs(
        size=size(**changes),
        chart=chart("worker"),
        namespace="softfactory",
        binding=BINDING,
        secrets=SECRETS,
        rules=RULES,
        disruptions=True,
        after=[],
    )
    return record(lambda: Worker("jobs", args), preview=preview)


def deployment(recording: Recording) -> dict[str, Any]:
    return inputs(recording, "apps/v1:Deployment", "jobs-worker-deployment")


def test_it_is_a_deployment_and_its_rules(preview: bool) -> None:
    always = {
        ("kubernetes:apps/v1:Deployment", "jobs-worker-deployment"),
        ("kubernetes:core/v1:ServiceAccount", "jobs-worker-serviceaccount"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "jobs-worker-networkpolicy"),
    }
    budget = ("kubernetes:policy/v1:PodDisruptionBudget", "jobs-worker-poddisruptionbudget")
    assert custom(worker(preview)) == {*always, budget}
    assert custom(worker(preview, replicas=1)) == always


def test_it_has_the_size_of_the_phase(preview: bool) -> None:
    found = deployment(worker(preview))
    assert found["spec"]["replicas"] == 2
    assert found["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}
    sizes = {name: value for name, value in environment(found).items() if not name.endswith("_FILE")}
    assert sizes == {
        "METRICS_PORT": "9000",
        "WORKER_CONCURRENCY": "8",
        "WORKER_QUEUES": "sns,ai",
        "POOL_SIZE": "1",
        "POOL_OVERFLOW": "1",
        "POOL_RECYCLE_SECONDS": "600",
        "DATABASE_REPLICA_HOSTS": "",
        "REPLICA_POOL_SIZE": "1",
        "REPLICA_POOL_OVERFLOW": "0",
    }
    assert container_of(found)["command"] == ["python", "-m", "app.processes", "worker", "monolith"]


def test_the_jobs_in_hand_are_finished_before_its_pod_ends(preview: bool) -> None:
    from app.jobs.configuration import HARD_LIMIT_SECONDS

    assert pod_of(deployment(worker(preview)))["terminationGracePeriodSeconds"] > HARD_LIMIT_SECONDS


def test_a_rollout_is_patient_with_jobs_that_keep_a_pod_s_room(preview: bool) -> None:
    found = deployment(worker(preview))
    grace = pod_of(found)["terminationGracePeriodSeconds"]
    assert found["spec"]["strategy"]["rollingUpdate"]["maxSurge"] == 0, "the new one needs the old one's room"
    assert found["spec"]["progressDeadlineSeconds"] == grace + 300


def test_its_pods_are_restricted_and_bound_and_can_wait(preview: bool) -> None:
    found = deployment(worker(preview))
    assert_restricted(found)
    assert_bound(found)
    assert pod_of(found)["priorityClassName"] == "softfactory-working"
