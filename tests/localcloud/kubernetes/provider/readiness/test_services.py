from typing import Any

import pytest

from localcloud.kubernetes.provider.readiness import services
from tests.localcloud.kubernetes.manifests import service
from tests.localcloud.kubernetes.provider.readiness.stub_api import stub_api

SLICES = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices"
PODS = "/api/v1/namespaces/shop/pods"


@pytest.mark.parametrize(
    "spec", [{"type": "ExternalName"}, {"clusterIP": "None"}, {"selector": None}, {"selector": {}}]
)
def test_nobody_is_awaited_for(spec: dict[str, Any]) -> None:
    assert services.service(service("web", "shop", **spec), stub_api()).ready


@pytest.mark.parametrize(
    ("endpoints", "expected"),
    [
        ([{"conditions": {"ready": True}}], True),
        ([{"conditions": {"ready": False}}, {"conditions": {}}], True),
        ([{"conditions": {"ready": False}}], False),
        (None, False),
    ],
)
def test_one_ready_endpoint_is_enough(endpoints: Any, expected: bool) -> None:
    api = stub_api({SLICES: [{"endpoints": endpoints}]})
    assert services.service(service("web", "shop"), api).ready is expected


def test_selector_that_finds_nobody_is_named() -> None:
    [word] = services.explain_service(service("web", "shop"), stub_api())
    assert "no pod has the labels app=web" in word


def test_pods_that_are_not_ready_are_explained() -> None:
    scheduled = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "no cpu"}
    pod = {"metadata": {"name": "web-1"}, "status": {"conditions": [scheduled]}}
    assert services.explain_service(service("web", "shop"), stub_api({PODS: [pod]})) == [
        "pod web-1: Unschedulable: no cpu"
    ]
