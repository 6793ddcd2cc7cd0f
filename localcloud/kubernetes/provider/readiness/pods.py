"""Pod and Job: what runs once or until told otherwise."""

from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness import words
from localcloud.kubernetes.provider.readiness.state import READY, State, condition, failed, waiting

Object = dict[str, Any]


def pod(item: Object, api: Api) -> State:
    """Ready, or done."""
    phase = item.get("status", {}).get("phase", "Pending")
    if phase == "Succeeded" or condition(item, "Ready").get("status") == "True":
        return READY
    if phase == "Failed":
        return failed("the pod has failed")
    return waiting(f"the pod is {phase}")


def job(item: Object, api: Api) -> State:
    """Complete; a suspended one is as ready as it gets."""
    if condition(item, "Complete").get("status") == "True" or item["spec"].get("suspend"):
        return READY
    failure = condition(item, "Failed")
    if failure.get("status") == "True":
        return failed(f"{failure.get('reason', 'Failed')}: {failure.get('message', 'no reason given')}")
    status = item.get("status", {})
    done, wanted = status.get("succeeded", 0), item["spec"].get("completions", 1)
    return waiting(f"{done} of {wanted} pods have succeeded")


def explain_pod(item: Object, api: Api) -> list[str]:
    """What keeps the pod."""
    return words.of_pods(api, [item])
