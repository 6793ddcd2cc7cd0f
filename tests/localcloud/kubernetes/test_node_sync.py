from dataclasses import replace
from typing import Any

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.fleet import Fleet
from localcloud.kubernetes.node_sync import plan
from localcloud.kubernetes.nodes import NodeSpec, node_object
from tests.localcloud.kubernetes.conftest import NODES, in_pool, node
from tests.localcloud.kubernetes.manifests import claim, daemon_set, deployment, pod
from tests.localcloud.kubernetes.test_nodes import SPEC
from tests.localcloud.kubernetes.waiting import eventually

OTHER = replace(SPEC, name="ip-10-0-2-7.ec2.internal", provider_id="aws:///us-east-1b/i-7", zone="us-east-1b")


def existing(*specs: NodeSpec) -> list[dict[str, Any]]:
    return [node_object(spec) for spec in specs]


def names(specs: Any) -> list[str]:
    return [spec.name for spec in specs]


def test_nothing_is_to_do_when_the_nodes_are_as_wanted() -> None:
    todo = plan(existing(SPEC, OTHER), [OTHER, SPEC])
    assert [*todo.add, *todo.change, *todo.remove] == []


def test_missing_nodes_are_added_and_others_removed() -> None:
    todo = plan(existing(SPEC), [OTHER])
    assert (names(todo.add), todo.remove) == ([OTHER.name], [SPEC.name])


def test_labels_and_taints_change_in_place() -> None:
    for changed in (replace(SPEC, labels={"role": "db"}), replace(SPEC, taints=[])):
        todo = plan(existing(SPEC), [changed])
        assert (names(todo.add), names(todo.change), todo.remove) == ([], [SPEC.name], [])


def test_another_instance_under_the_same_name_is_another_node() -> None:
    for changed in (
        replace(SPEC, instance_type="t4g.large"),
        replace(SPEC, provider_id="aws:///us-east-1a/i-9"),
    ):
        todo = plan(existing(SPEC), [changed])
        assert (names(todo.add), names(todo.change), todo.remove) == ([SPEC.name], [], [SPEC.name])


def test_labels_and_taints_that_others_set_are_theirs() -> None:
    node = node_object(SPEC)
    node["metadata"]["labels"]["maintenance"] = "tonight"
    node["spec"]["taints"].insert(0, {"key": "maintenance", "effect": "NoSchedule"})
    node["spec"]["taints"].append(
        {"key": "node.kubernetes.io/not-ready", "effect": "NoExecute", "timeAdded": "x"}
    )
    assert not plan([node], [SPEC]).change


def scheduled(api: Api, namespace: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The pods that run, and what the scheduler says of the others."""
    pods = api.items(f"/api/v1/namespaces/{namespace}/pods")
    running = [item for item in pods if item["status"]["phase"] == "Running"]
    conditions = [
        c for item in pods for c in item["status"].get("conditions", []) if c["type"] == "PodScheduled"
    ]
    return running, [c["message"] for c in conditions if c["status"] == "False"]


@pytest.mark.engine
def test_scheduler_gives_out_exactly_what_is_allocatable(api: Api, namespace: str) -> None:
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    api.create(path, deployment("web", namespace, 3, cpu="965m", **in_pool("tight")))  # 2 × 965m = 1930m
    running, words = eventually(
        lambda: scheduled(api, namespace), lambda seen: len(seen[0]) == 2 and bool(seen[1])
    )
    assert {item["spec"]["nodeName"] for item in running} == {"ip-10-0-1-3.ec2.internal"}
    assert "1 Insufficient cpu" in words[0]


@pytest.mark.engine
def test_node_takes_no_more_pods_than_it_has_addresses(api: Api, namespace: str) -> None:
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    api.create(path, deployment("web", namespace, 9, cpu="1m", **in_pool("crowded")))
    _, words = eventually(lambda: scheduled(api, namespace), lambda seen: len(seen[0]) == 8 and bool(seen[1]))
    assert "1 Too many pods" in words[0]


@pytest.mark.engine
def test_pods_of_a_node_that_goes_find_another(fleet: Fleet, api: Api, namespace: str) -> None:
    old, new = node(50, pool="moving"), node(51, "t4g.large", "moving")
    fleet.sync_nodes("shared", [*NODES, old])
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    api.create(path, deployment("web", namespace, 2, **in_pool("moving")))
    eventually(lambda: scheduled(api, namespace)[0], lambda running: len(running) == 2)
    fleet.sync_nodes("shared", [*NODES, new])
    running = eventually(
        lambda: scheduled(api, namespace)[0],
        lambda running: [item["spec"]["nodeName"] for item in running] == [new.name] * 2,
    )
    assert all(item["status"]["phase"] == "Running" for item in running)
    assert api.find(f"/api/v1/nodes/{old.name}") is None
    fleet.sync_nodes("shared", NODES)


@pytest.mark.engine
def test_another_instance_under_a_name_is_a_new_node(fleet: Fleet, api: Api, namespace: str) -> None:
    first = node(55, pool="reborn")
    fleet.sync_nodes("shared", [*NODES, first])
    uid = api.get(f"/api/v1/nodes/{first.name}")["metadata"]["uid"]
    path = f"/apis/apps/v1/namespaces/{namespace}/daemonsets"
    api.create(path, daemon_set("agent", namespace, **in_pool("reborn")))
    [before] = eventually(lambda: scheduled(api, namespace)[0])
    fleet.sync_nodes("shared", [*NODES, replace(first, provider_id="aws:///us-east-1a/i-new")])
    assert api.get(f"/api/v1/nodes/{first.name}")["metadata"]["uid"] != uid
    old = before["metadata"]["uid"]
    eventually(
        lambda: [item["metadata"]["uid"] for item in scheduled(api, namespace)[0]],
        lambda uids: len(uids) == 1 and uids != [old],  # the daemon goes with its node
    )
    fleet.sync_nodes("shared", NODES)


@pytest.mark.engine
def test_labels_and_taints_of_live_nodes_follow_their_node_group(fleet: Fleet, api: Api) -> None:
    first = node(60)
    fleet.sync_nodes("shared", [*NODES, replace(first, labels={"role": "web", "old": "x"})])
    uid = api.get(f"/api/v1/nodes/{first.name}")["metadata"]["uid"]
    taint = {"key": "busy", "value": "", "effect": "PREFER_NO_SCHEDULE"}
    fleet.sync_nodes("shared", [*NODES, replace(first, labels={"role": "db"}, taints=[taint])])
    after = api.get(f"/api/v1/nodes/{first.name}")
    assert after["metadata"]["uid"] == uid
    assert after["metadata"]["labels"]["role"] == "db"
    assert "old" not in after["metadata"]["labels"]
    assert after["spec"]["taints"] == [{"key": "busy", "effect": "PreferNoSchedule"}]
    fleet.sync_nodes("shared", NODES)


@pytest.mark.engine
def test_budget_delays_a_node_that_goes_but_does_not_keep_it(
    fleet: Fleet, api: Api, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("localcloud.kubernetes.node_sync._DRAIN_SECONDS", 0.5)
    going = node(70, pool="guarded")
    fleet.sync_nodes("shared", [*NODES, going])
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    api.create(path, deployment("web", namespace, 1, **in_pool("guarded")))
    budget = {
        "metadata": {"name": "web"},
        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}},
    }
    api.create(f"/apis/policy/v1/namespaces/{namespace}/poddisruptionbudgets", budget)
    eventually(lambda: scheduled(api, namespace)[0])
    fleet.sync_nodes("shared", NODES)
    assert api.find(f"/api/v1/nodes/{going.name}") is None
    _, words = eventually(lambda: scheduled(api, namespace), lambda seen: not seen[0] and bool(seen[1]))
    assert "didn't match Pod's node affinity/selector" in words[0]


@pytest.mark.engine
def test_volume_of_a_claim_comes_with_its_first_pod_and_goes_with_the_claim(api: Api, namespace: str) -> None:
    claims = f"/api/v1/namespaces/{namespace}/persistentvolumeclaims"
    api.create(claims, claim("data", namespace, "gp2"))
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
    api.create(f"/api/v1/namespaces/{namespace}/pods", pod("db", namespace, volumes=volumes))
    eventually(lambda: scheduled(api, namespace)[0])
    assert api.get(f"{claims}/data")["status"]["phase"] == "Bound"
    api.delete(f"/api/v1/namespaces/{namespace}/pods/db")
    api.delete(f"{claims}/data")
    ours = f"{namespace}/data"

    def left() -> list[str]:
        references = [item["spec"]["claimRef"] for item in api.items("/api/v1/persistentvolumes")]
        return [f"{ref['namespace']}/{ref['name']}" for ref in references]

    eventually(left, lambda names: ours not in names)
