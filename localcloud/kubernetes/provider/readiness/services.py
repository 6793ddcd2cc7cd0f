"""Service: ready when there is someone to send requests to."""

from typing import Any

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.provider.readiness import words
from localcloud.kubernetes.provider.readiness.state import READY, State, waiting

Object = dict[str, Any]
_DISCOVERY = "/apis/discovery.k8s.io/v1"
LOAD_BALANCER = "the embedded cloud makes no load balancer of a Service: status.loadBalancer stays empty"


def service(item: Object, api: Api) -> State:
    """One ready endpoint is enough; none is awaited without a selector, headless, or for an external name."""
    spec = item["spec"]
    if spec.get("type") == "ExternalName" or spec.get("clusterIP") == "None" or not spec.get("selector"):
        return READY
    slices = api.items(
        words.namespaced(item, "endpointslices", _DISCOVERY),
        labelSelector=f"kubernetes.io/service-name={item['metadata']['name']}",
    )
    ready = any(
        endpoint.get("conditions", {}).get("ready") is not False
        for entry in slices
        for endpoint in entry.get("endpoints") or []
    )
    return READY if ready else waiting("no pod that it selects is ready")


def explain_service(item: Object, api: Api) -> list[str]:
    """Whether its selector finds pods at all, and what keeps them."""
    labels = item["spec"].get("selector") or {}
    query = ",".join(f"{key}={value}" for key, value in labels.items())
    pods = api.items(words.namespaced(item, "pods"), labelSelector=query)
    return words.of_pods(api, pods) if pods else [f"no pod has the labels {query} that spec.selector names"]
