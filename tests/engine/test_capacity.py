"""What docs/capacity.md says, on the real scheduler: rollouts and a lost node leave what is promised."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client, watch

from localcloud.cloud.ready import stop
from localcloud.kubernetes.fleet import Fleet
from localcloud.kubernetes.usage import usages
from stacks.capacity import emptiest, placed, total
from tests.capacity.asked import everything, room, rooms
from tests.engine.checkout import Checkout
from tests.engine.conftest import PHASES
from tests.engine.pods import NAMESPACE, pods, serves
from tests.localcloud.kubernetes.waiting import eventually

pytestmark = pytest.mark.engine

CLOUD = "worn"
NEVER_READY = Path(__file__).with_name("never-ready.yaml")
WEB, WORKERS = "platform", "jobs-worker"


@pytest.fixture(scope="module")
def worn(checkout: Checkout, deployed: dict[str, str]) -> Iterator[Checkout]:
    """With a copy of the deployed second phase, which the tests of this file may wear out."""
    checkout.must("copy", "phase2", CLOUD)
    yield checkout
    stop(checkout.cloud(CLOUD))


def history(checkout: Checkout, workload: str, since: Any) -> Iterator[list[Any]]:
    """Yield the pods as they were after each change since then, from what the API server remembers."""
    there = {pod.metadata.uid: pod for pod in since.items}
    new: Any = watch.Watch
    changes = new().stream(
        client.CoreV1Api(checkout.kubernetes(CLOUD)).list_namespaced_pod,
        NAMESPACE,
        label_selector=f"app.kubernetes.io/name={workload}",
        resource_version=since.metadata.resource_version,
        timeout_seconds=2,
    )
    for change in changes:
        pod = change["object"]
        there[pod.metadata.uid] = pod
        if change["type"] == "DELETED":
            del there[pod.metadata.uid]
        yield list(there.values())


@pytest.mark.parametrize("phase", PHASES)
def test_the_deployed_cluster_asks_for_what_the_page_says(
    checkout: Checkout, deployed: dict[str, str], phase: str
) -> None:
    fleet = Fleet(checkout.cloud(phase).directory)
    (cluster,) = fleet.status()
    api = fleet.api(cluster.name)
    found = usages(api.items("/api/v1/nodes"), api.items("/api/v1/pods"))
    assert sorted(str(room(node.allocatable)) for node in found) == sorted(map(str, rooms(phase)))
    said = placed(rooms(phase), everything(phase), emptiest)
    assert total(room(node.requested) for node in found) == total(node.used for node in said.nodes)
    assert all(node.words() in deployed[phase] for node in found)


def test_a_rollout_with_its_surge_never_goes_under_the_promised_pods(worn: Checkout) -> None:
    """All of the phase's workloads are rolled out at once, as a new image does."""
    before = pods(worn, CLOUD, WEB)
    promised = len(before.items)
    apps: Any = client.AppsV1Api(worn.kubernetes(CLOUD))
    again = {"spec": {"template": {"metadata": {"annotations": {"softfactory.invalid/rollout": "again"}}}}}
    names = [item.metadata.name for item in apps.list_namespaced_deployment(NAMESPACE).items]
    for name in names:
        apps.patch_namespaced_deployment(name, NAMESPACE, again)

    def complete() -> list[bool]:
        return [
            item.status.observed_generation == item.metadata.generation
            and item.status.replicas == item.status.updated_replicas == item.status.available_replicas
            for item in apps.list_namespaced_deployment(NAMESPACE).items
        ]

    eventually(complete, all, seconds=60)
    seen = list(history(worn, WEB, before))
    assert min(sum(map(serves, there)) for there in seen) == promised
    assert max(len(there) for there in seen) == promised + 1
    assert {pod.metadata.uid for pod in seen[-1]}.isdisjoint(pod.metadata.uid for pod in before.items)
    assert sum(map(serves, seen[-1])) == promised


def test_a_lost_node_leaves_all_web_pods_and_half_of_the_workers(worn: Checkout) -> None:
    core: Any = client.CoreV1Api(worn.kubernetes(CLOUD))
    lost, left = (node.metadata.name for node in core.list_node().items)
    core.patch_node(lost, {"spec": {"unschedulable": True}})
    core.delete_node(lost)
    # As the controller would, which waits for a minute first, in case that the node comes back.
    for pod in core.list_pod_for_all_namespaces(field_selector=f"spec.nodeName={lost}").items:
        core.delete_namespaced_pod(pod.metadata.name, pod.metadata.namespace, grace_period_seconds=0)

    def serving() -> tuple[int, int]:
        web, workers = (
            sum(serves(pod) and pod.spec.node_name == left for pod in pods(worn, CLOUD, name).items)
            for name in (WEB, WORKERS)
        )
        return web, workers

    eventually(serving, lambda found: found == (3, 2))

    def refused() -> list[str]:
        """Why each pod that no node has room for waits, once the scheduler has tried it."""
        return [
            " ".join(one.message or "" for one in pod.status.conditions or ())
            for pod in pods(worn, CLOUD, WORKERS).items
            if not pod.spec.node_name
        ]

    eventually(refused, lambda why: len(why) == 2 and all("Insufficient cpu" in one for one in why))


def test_a_rollout_whose_pods_never_become_ready_fails_and_leaves_the_old_ones(altered: Checkout) -> None:
    """No container runs here: a stage of kwok's says of the new pods that they run and are not ready."""
    shutil.copy(NEVER_READY, altered.root / "localcloud" / "kubernetes" / "stages")
    chart = altered.root / "charts" / "web" / "deployment.yaml.j2"
    patient = chart.read_text()
    hasty = re.sub(r"progressDeadlineSeconds: \d+", "progressDeadlineSeconds: 5", patient)
    head, template = hasty.split("  template:\n    metadata:\n")
    never = '      annotations: {softfactory.invalid/never-ready: "true"}\n'
    chart.write_text(f"{head}  template:\n    metadata:\n{never}{template}")
    code, said = altered.run("up", "phase1")
    assert code != 0
    assert "platform-deployment" in said
    assert "has timed out progressing" in said
    there = pods(altered, "phase1", WEB).items
    new = [pod for pod in there if pod.metadata.annotations]
    assert len(new) == 1
    assert not any(map(serves, new)), "the new pod runs, and is not ready"
    assert sum(map(serves, there)) == 2, "one pod may be away: the node has no room for a fourth"
