"""Deployment, StatefulSet and DaemonSet: rolled out when every replica is of the new kind and available."""

from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness import words
from localcloud.kubernetes.provider.readiness.state import (
    READY,
    State,
    condition,
    failed,
    is_observed,
    waiting,
)

Object = dict[str, Any]
_APPS = "/apis/apps/v1"
_UNSEEN = waiting("its controller has not seen the change yet")


def deployment(item: Object, api: Api) -> State:
    """As `kubectl rollout status` judges; a paused one is as ready as it gets."""
    spec, status = item["spec"], item.get("status", {})
    if not is_observed(item):
        return _UNSEEN
    progressing = condition(item, "Progressing")
    if progressing.get("reason") == "ProgressDeadlineExceeded":
        return failed(progressing["message"])
    wanted, updated = spec.get("replicas", 1), status.get("updatedReplicas", 0)
    if spec.get("paused"):
        return READY
    if updated < wanted:
        return waiting(f"{updated} of {wanted} replicas are updated")
    if status.get("replicas", 0) > updated:
        return waiting(f"{status['replicas'] - updated} old replicas have not ended yet")
    return _enough("available", status.get("availableReplicas", 0), wanted)


def stateful_set(item: Object, api: Api) -> State:
    """Updated from the highest ordinal down to the partition, all ready; OnDelete waits for nobody."""
    spec, status = item["spec"], item.get("status", {})
    if not is_observed(item):
        return _UNSEEN
    wanted = spec.get("replicas", 1)
    strategy = spec.get("updateStrategy", {})
    if strategy.get("type") != "OnDelete":
        partition = strategy.get("rollingUpdate", {}).get("partition", 0)
        updated, to_update = status.get("updatedReplicas", 0), max(0, wanted - partition)
        if updated < to_update:
            return waiting(f"{updated} of {to_update} replicas are updated")
        if not partition and status.get("currentRevision") != status.get("updateRevision"):
            return waiting("the update has not reached every replica")
    return _enough("ready", status.get("readyReplicas", 0), wanted)


def daemon_set(item: Object, api: Api) -> State:
    """Updated and available on every node that it selects."""
    status = item.get("status", {})
    if not is_observed(item):
        return _UNSEEN
    wanted = status.get("desiredNumberScheduled", 0)
    updated = status.get("updatedNumberScheduled", 0)
    if item["spec"].get("updateStrategy", {}).get("type") != "OnDelete" and updated < wanted:
        return waiting(f"{updated} of {wanted} nodes run the update")
    return _enough("available", status.get("numberAvailable", 0), wanted)


def explain_deployment(item: Object, api: Api) -> list[str]:
    """Its own conditions, the warnings of its ReplicaSets (quota, admission), and what keeps its pods."""
    sets = words.owned(api, words.namespaced(item, "replicasets", _APPS), [item])
    failure = condition(item, "ReplicaFailure")
    if failure.get("status") == "True":
        said = [failure["message"]]
    else:
        current = [entry for entry in sets if entry["spec"].get("replicas")]
        said = [word for entry in current for word in words.events(api, entry)]
    return said + words.of_pods(api, words.owned(api, words.namespaced(item, "pods"), sets))


def explain_pods_of(item: Object, api: Api) -> list[str]:
    """The warnings of the object itself, and what keeps the pods that it controls."""
    pods = words.owned(api, words.namespaced(item, "pods"), [item])
    return words.events(api, item) + words.of_pods(api, pods)


def _enough(word: str, have: int, wanted: int) -> State:
    return READY if have >= wanted else waiting(f"{have} of {wanted} replicas are {word}")
