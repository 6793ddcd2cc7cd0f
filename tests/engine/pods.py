"""The pods of a workload, and whether they serve."""

from typing import Any

from kubernetes import client

from tests.engine.checkout import Checkout

NAMESPACE = "softfactory"


def pods(checkout: Checkout, cloud: str, workload: str) -> Any:
    """The list that the API server gives, with the version of which it is."""
    core: Any = client.CoreV1Api(checkout.kubernetes(cloud))
    return core.list_namespaced_pod(NAMESPACE, label_selector=f"app.kubernetes.io/name={workload}")


def serves(pod: Any) -> bool:
    ready = any(one.type == "Ready" and one.status == "True" for one in pod.status.conditions or ())
    return ready and pod.metadata.deletion_timestamp is None
