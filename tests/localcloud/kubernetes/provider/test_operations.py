import threading
from collections.abc import Iterator
from typing import Any

import pytest

from localcloud.engine.plugin.provider import PartialCreate, Resource, ResourceError, Unanswered
from localcloud.engine.plugin.values import UNKNOWN
from localcloud.kubernetes.provider.configuration import Configuration
from localcloud.kubernetes.provider.connection import Connection
from localcloud.kubernetes.provider.operations import Operations
from tests.localcloud.kubernetes.api_server import ApiServer, serving
from tests.localcloud.kubernetes.manifests import config_map, pod
from tests.localcloud.kubernetes.provider.test_configuration import kubeconfig

CORE = [
    {"name": "configmaps", "kind": "ConfigMap", "namespaced": True},
    {"name": "pods", "kind": "Pod", "namespaced": True},
]
MAPS, PODS = "/api/v1/namespaces/shop/configmaps", "/api/v1/namespaces/shop/pods"


@pytest.fixture
def server() -> Iterator[ApiServer]:
    with serving() as found:
        found.answers["/version"] = (200, {"major": "1"})
        found.answers["/api/v1"] = (200, {"resources": CORE})
        yield found


class Run:
    """Operations on one resource, and what they reported and created."""

    def __init__(self, port: int, kind: str = "ConfigMap", **config: Any) -> None:
        self.said, self.created = list[str](), list[str]()
        text = kubeconfig(f"http://127.0.0.1:{port}")
        connection = Connection(Configuration.of_properties({"kubeconfig": text, **config}))
        resource = Resource("urn:pulumi:s::p::t::web", f"kubernetes:core/v1:{kind}", "web")
        self.operations = Operations(resource, connection, threading.Event(), self.said.append)

    def create(self, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return self.operations.create(inputs, 1, self.created.append)


def live(item: dict[str, Any], **status: Any) -> dict[str, Any]:
    return {**item, "metadata": {**item["metadata"], "uid": "1", "managedFields": []}, "status": status}


def test_creation_is_told_when_the_server_has_taken_it(server: ApiServer) -> None:
    item = config_map("web", "shop", a="1")
    run = Run(server.server_port)
    with pytest.raises(ResourceError, match="v1 ConfigMap shop/web: gone"):
        run.create(item)
    assert run.created == []
    server.patched[f"{MAPS}/web"] = (201, live(item))
    id, outputs = run.create(item)
    assert (id, run.created) == ("shop/web", ["shop/web"])
    assert outputs["metadata"]["uid"] == "1"
    assert outputs["__fieldManager"].startswith("pulumi-kubernetes-")


def test_creation_without_an_answer_may_have_happened(server: ApiServer) -> None:
    server.patched[f"{MAPS}/web"] = (504, {"message": "request did not complete"})
    run = Run(server.server_port)
    with pytest.raises(Unanswered, match="v1 ConfigMap shop/web: request did not complete"):
        run.create(config_map("web", "shop"))
    with pytest.raises(Unanswered, match="does not answer"):
        Run(9).create(config_map("web", "shop"))


def test_object_that_was_applied_stays_in_the_state_whatever_the_wait_meets(server: ApiServer) -> None:
    item = pod("web", "shop")
    run = Run(server.server_port, "Pod")
    server.patched[f"{PODS}/web"] = (201, live(item, phase="Pending"))
    server.then[f"{PODS}/web"] = (500, {"message": "etcdserver: request timed out"})
    with pytest.raises(PartialCreate) as caught:
        run.create(item)
    assert caught.value.id == "shop/web"
    assert caught.value.reasons == [
        "v1 Pod shop/web: it was applied, but whether it is ready is not known: etcdserver: request timed out"
    ]
    assert caught.value.outputs["metadata"]["uid"] == "1"


@pytest.mark.parametrize(
    ("code", "message"),
    [(404, 'namespaces "shop" not found'), (403, 'User "us" cannot patch'), (503, "starting")],
)
def test_plan_goes_on_where_the_deployment_may_mend_it(server: ApiServer, code: int, message: str) -> None:
    run = Run(server.server_port)
    server.patched[f"{MAPS}/web"] = (code, {"message": message})
    assert run.operations.plan(config_map("web", "shop"), {}) is None
    assert run.said == [f"cannot be tried before the deployment: {message}"]


def test_plan_ends_where_nothing_mends_it(server: ApiServer) -> None:
    server.patched[f"{MAPS}/web"] = (422, {"message": "data: Invalid value"})
    with pytest.raises(ResourceError, match="v1 ConfigMap shop/web: data: Invalid value"):
        Run(server.server_port).operations.plan(config_map("web", "shop"), {})


def test_plan_changes_nothing_and_keeps_the_owner_of_the_fields(server: ApiServer) -> None:
    item = config_map("web", "shop")
    server.patched[f"{MAPS}/web"] = (200, live(item))
    planned = Run(server.server_port).operations.plan(item, {"__fieldManager": "ours-from-before"})
    assert planned is not None
    assert planned["__fieldManager"] == "ours-from-before"
    [path] = [path for method, path, _, _ in server.asked if method == "PATCH"]
    assert "fieldManager=ours-from-before" in path
    assert "dryRun=All" in path


def test_what_is_not_known_yet_is_not_asked(server: ApiServer) -> None:
    run = Run(server.server_port)
    inputs = {**config_map("web", "shop"), "data": {"a": UNKNOWN}}
    assert run.operations.plan(inputs, {}) is None
    assert run.operations.rehearse(inputs, {}) is None
    assert server.asked == []


def test_comparison_does_without_a_cluster_that_fails(server: ApiServer) -> None:
    server.answers[f"{MAPS}/web"] = (503, {"message": "starting"})
    run = Run(server.server_port)
    assert run.operations.rehearse(config_map("web", "shop"), {}) is None
    assert run.said == ["compared without the cluster: starting"]


@pytest.mark.parametrize(
    ("annotation", "config", "expected"),
    [
        ({}, {}, "false"),
        ({"pulumi.com/patchForce": "true"}, {}, "true"),
        ({}, {"enablePatchForce": "true"}, "true"),
    ],
)
def test_fields_are_taken_from_others_only_if_the_program_says_so(
    server: ApiServer, annotation: dict[str, str], config: dict[str, str], expected: str
) -> None:
    item = config_map("web", "shop")
    item["metadata"]["annotations"] = annotation
    server.patched[f"{MAPS}/web"] = (200, live(item))
    Run(server.server_port, **config).operations.update("shop/web", item, {}, 1)
    [path] = [path for method, path, _, _ in server.asked if method == "PATCH"]
    assert f"force={expected}" in path


def test_unready_object_is_read_with_its_reasons(server: ApiServer) -> None:
    item = pod("web", "shop")
    server.answers[f"{PODS}/web"] = (
        200,
        live(item, phase="Failed", reason="Evicted", message="low on memory"),
    )
    run = Run(server.server_port, "Pod")
    with pytest.raises(PartialCreate) as caught:
        run.operations.read("shop/web", item, {})
    assert caught.value.reasons == ["v1 Pod shop/web: the pod has failed", "pod web: Evicted: low on memory"]
    item["metadata"]["annotations"] = {"pulumi.com/skipAwait": "true"}
    server.answers[f"{PODS}/web"] = (200, live(item, phase="Failed"))
    assert run.operations.read("shop/web", item, {}) is not None
    assert run.operations.read("shop/web", {}, {}) is not None, "an import takes it as it is"
