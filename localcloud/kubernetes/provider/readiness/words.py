"""What the scheduler, the controllers and the containers say of objects that are not ready."""

from collections.abc import Iterable
from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness.state import condition

Object = dict[str, Any]
_SCHEDULERS = "nodes are available"
_MOST_PODS = 5


def is_unschedulable(word: str) -> bool:
    """True for the scheduler's reason why no node takes a pod."""
    return _SCHEDULERS in word


def namespaced(item: Object, resource: str, group: str = "/api/v1") -> str:
    """The path of a collection in the object's namespace."""
    return f"{group}/namespaces/{item['metadata']['namespace']}/{resource}"


def events(api: Api, item: Object) -> list[str]:
    """The last warning of each reason that is recorded for the object; earlier ones differ in pod names."""
    uid = item["metadata"]["uid"]
    found = api.items(namespaced(item, "events"), fieldSelector=f"involvedObject.uid={uid},type=Warning")
    found.sort(key=lambda event: event.get("lastTimestamp") or event.get("eventTime") or "")
    latest = {event["reason"]: event["message"] for event in found}
    return [f"{reason}: {message}" for reason, message in latest.items()]


def owned(api: Api, path: str, owners: Iterable[Object]) -> list[Object]:
    """The objects in a collection that one of the owners controls."""
    uids = {owner["metadata"]["uid"] for owner in owners}
    return [
        item
        for item in api.items(path)
        if any(reference["uid"] in uids for reference in item["metadata"].get("ownerReferences", []))
    ]


def of_pods(api: Api, pods: Iterable[Object]) -> list[str]:
    """What keeps the pods that are not ready; equal reasons are said once, with the number of pods."""
    reasons: dict[str, list[str]] = {}
    for pod in pods:
        for reason in of_pod(api, pod):
            reasons.setdefault(reason, []).append(pod["metadata"]["name"])
    return [f"{_who(names)}: {reason}" for reason, names in list(reasons.items())[:_MOST_PODS]]


def of_pod(api: Api, pod: Object) -> list[str]:
    """What keeps one pod: the scheduler first, then its containers, then the warnings recorded for it."""
    if condition(pod, "Ready").get("status") == "True" or pod["status"].get("phase") == "Succeeded":
        return []
    scheduled = condition(pod, "PodScheduled")
    if scheduled.get("status") == "False":
        return [f"{scheduled.get('reason', 'not scheduled')}: {scheduled.get('message', 'no reason given')}"]
    status = pod["status"]
    words = (
        [f"{status.get('reason', 'Failed')}: {status.get('message', '')}"]
        if status.get("phase") == "Failed"
        else []
    )
    for container in status.get("initContainerStatuses", []) + status.get("containerStatuses", []):
        words += _of_container(container)
    return words or events(api, pod) or [f"the pod is {status.get('phase', 'not known to any node')}"]


def _of_container(container: Object) -> list[str]:
    state = container.get("state", {})
    for kind in ("waiting", "terminated"):
        detail = state.get(kind)
        if detail and detail.get("exitCode", 1) != 0:
            why = f"{detail.get('reason', '')} {detail.get('message', '')}".strip()
            return [f"container {container['name']} is {kind}: {why or 'no reason given'}"]
    return []


def _who(names: list[str]) -> str:
    return f"pod {names[0]}" if len(names) == 1 else f"{len(names)} pods ({names[0]}, …)"
