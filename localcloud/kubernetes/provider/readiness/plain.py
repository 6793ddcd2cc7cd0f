"""PersistentVolumeClaim, Namespace and CustomResourceDefinition: one field of the status tells."""

from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness import words
from localcloud.kubernetes.provider.readiness.state import READY, State, condition, failed, waiting

Object = dict[str, Any]
_CLASSES = "/apis/storage.k8s.io/v1/storageclasses"


def claim(item: Object, api: Api) -> State:
    """Bound; a class that waits for the first pod leaves the claim alone until there is one."""
    phase = item.get("status", {}).get("phase", "Pending")
    if phase == "Bound":
        return READY
    if phase == "Lost":
        return failed("the volume that it was bound to is gone")
    storage_class = api.find(f"{_CLASSES}/{item['spec'].get('storageClassName') or '-'}")
    if storage_class and storage_class.get("volumeBindingMode") == "WaitForFirstConsumer":
        return READY
    return waiting(f"the claim is {phase}")


def namespace(item: Object, api: Api) -> State:
    """Active."""
    phase = item.get("status", {}).get("phase")
    if phase == "Terminating":
        return failed("the namespace is being deleted")
    return READY if phase == "Active" else waiting(f"the namespace is {phase}")


def definition(item: Object, api: Api) -> State:
    """Served by the API server."""
    if condition(item, "Established").get("status") == "True":
        return READY
    accepted = condition(item, "NamesAccepted")
    if accepted.get("status") == "False":
        return failed(accepted["message"])
    return waiting("the kind is not served yet")


def explain_claim(item: Object, api: Api) -> list[str]:
    """The warnings of the volume controller, or that there is no class to make a volume from."""
    said = words.events(api, item)
    name = item["spec"].get("storageClassName")
    if not name:
        return [*said, "it names no storageClassName and the cluster has no default StorageClass"]
    if api.find(f"{_CLASSES}/{name}") is None:
        return [*said, f"there is no StorageClass {name!r}"]
    return said


def explain_nothing(item: Object, api: Api) -> list[str]:
    """Its state says all there is."""
    return []
