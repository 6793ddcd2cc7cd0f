"""Brings the Node objects of a cluster to what its node groups say, draining nodes before they go."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError
from localcloud.kubernetes.nodes import (
    LABELS,
    TAINTS,
    NodeSpec,
    node_annotations,
    node_labels,
    node_object,
    node_taints,
)

Object = dict[str, Any]
_NODES = "/api/v1/nodes"
_READY_SECONDS = 30.0
_DRAIN_SECONDS = 5.0  # a budget that allows no disruption delays a node that goes, but does not keep it
_POLL_SECONDS = 0.1
_BLOCKED_BY_BUDGET = 429


@dataclass(frozen=True)
class Plan:
    """Nodes to add, to change in place and to remove; another instance under a name is removed and added."""

    add: Sequence[NodeSpec]
    change: Sequence[NodeSpec]
    remove: Sequence[str]


def plan(existing: Iterable[Object], wanted: Iterable[NodeSpec]) -> Plan:
    """What has to be done so that exactly the wanted nodes exist, with their labels and taints."""
    nodes = {node["metadata"]["name"]: node for node in existing}
    specs = {spec.name: spec for spec in wanted}
    anew = {name for name in nodes.keys() & specs.keys() if _is_another_instance(nodes[name], specs[name])}
    add = [spec for name, spec in specs.items() if name not in nodes or name in anew]
    change = [
        spec
        for name, spec in specs.items()
        if name in nodes and name not in anew and _differs(nodes[name], spec)
    ]
    return Plan(add, change, sorted((nodes.keys() - specs.keys()) | anew))


def sync(api: Api, wanted: Sequence[NodeSpec], ready_seconds: float = _READY_SECONDS) -> Plan:
    """Carries the plan out: new nodes first, and ready, so that the pods of those that go have a place."""
    todo = plan(api.items(_NODES), wanted)
    replaced = [name for name in todo.remove if name in {spec.name for spec in todo.add}]
    _remove(api, replaced)
    for spec in todo.add:
        _create(api, spec)
    for spec in todo.change:
        _change(api, spec)
    _await_ready(api, {spec.name for spec in todo.add}, ready_seconds)
    _remove(api, [name for name in todo.remove if name not in replaced])
    return todo


def _is_another_instance(node: Object, spec: NodeSpec) -> bool:
    labels = node["metadata"].get("labels", {})
    return bool(
        node["spec"].get("providerID") != spec.provider_id
        or labels.get("node.kubernetes.io/instance-type") != spec.instance_type
    )


def _differs(node: Object, spec: NodeSpec) -> bool:
    metadata = node["metadata"]
    return (
        _patched_labels(node, spec) != metadata.get("labels", {})
        or not node_annotations(spec).items() <= metadata.get("annotations", {}).items()
        or _sorted(_patched_taints(node, spec)) != _sorted(node["spec"].get("taints", []))
    )


def _patched_labels(node: Object, spec: NodeSpec) -> dict[str, str]:
    # Controllers and people set labels and taints of their own; only those of the node group are ours.
    given_up = set(node["metadata"].get("annotations", {}).get(LABELS, "").split(",")) - spec.labels.keys()
    labels = node["metadata"].get("labels", {})
    return {**{key: value for key, value in labels.items() if key not in given_up}, **node_labels(spec)}


def _patched_taints(node: Object, spec: NodeSpec) -> list[Mapping[str, str]]:
    ours = set(node["metadata"].get("annotations", {}).get(TAINTS, "").split(","))
    ours |= {taint["key"] for taint in spec.taints}
    others = [taint for taint in node["spec"].get("taints", []) if taint["key"] not in ours]
    return [*others, *node_taints(spec)]


def _sorted(taints: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return sorted(taints, key=lambda taint: (taint["key"], taint["effect"]))


def _create(api: Api, spec: NodeSpec) -> None:
    try:
        api.create(_NODES, node_object(spec))
    except ApiError as error:
        if error.reason != "AlreadyExists":
            raise


def _change(api: Api, spec: NodeSpec) -> None:
    node = api.get(f"{_NODES}/{spec.name}")
    labels = _patched_labels(node, spec)
    dropped = dict.fromkeys(node["metadata"].get("labels", {}).keys() - labels.keys())
    patch = {
        "metadata": {"labels": {**dropped, **labels}, "annotations": node_annotations(spec)},
        "spec": {"taints": _patched_taints(node, spec)},
    }
    api.merge(f"{_NODES}/{spec.name}", patch)


def _await_ready(api: Api, names: set[str], seconds: float) -> None:
    def unready() -> list[str]:
        return sorted(node["metadata"]["name"] for node in api.items(_NODES) if _is_unready(node, names))

    if names and not _within(seconds, lambda: not unready()):
        raise KubernetesError(
            f"nodes not ready after {seconds:.0f} s: {', '.join(unready())}; see kwok.log and "
            "kube-controller-manager.log of the cluster"
        )


def _is_unready(node: Object, names: set[str]) -> bool:
    ready = any(c["type"] == "Ready" and c["status"] == "True" for c in node["status"].get("conditions", []))
    held = any(taint["key"].startswith("node.kubernetes.io/") for taint in node["spec"].get("taints", []))
    return node["metadata"]["name"] in names and (not ready or held)


def _remove(api: Api, names: Sequence[str]) -> None:
    for name in names:
        api.merge(f"{_NODES}/{name}", {"spec": {"unschedulable": True}})
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: _drain(api, name), names))
    for name in names:
        api.delete(f"{_NODES}/{name}")


def _drain(api: Api, node: str) -> None:
    _within(_DRAIN_SECONDS, lambda: not [pod for pod in _pods(api, node) if not _evict(api, pod)])
    for pod in _pods(api, node):
        api.delete(_path(pod), gracePeriodSeconds=0)


def _pods(api: Api, node: str) -> list[Object]:
    return api.items("/api/v1/pods", fieldSelector=f"spec.nodeName={node}")


def _evict(api: Api, pod: Object) -> bool:
    """True if the pod is on its way; daemons are left to go with their node."""
    if any(owner["kind"] == "DaemonSet" for owner in pod["metadata"].get("ownerReferences", [])):
        return True
    name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
    eviction = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": name, "namespace": namespace},
    }
    try:
        api.create(f"{_path(pod)}/eviction", eviction)
    except ApiError as error:
        if error.code == _BLOCKED_BY_BUDGET:
            return False
        if error.code != 404:
            raise
    return True


def _path(pod: Object) -> str:
    return f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{pod['metadata']['name']}"


def _within(seconds: float, is_done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
