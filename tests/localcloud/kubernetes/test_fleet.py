import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError
from localcloud.kubernetes.fleet import Fleet
from tests.localcloud.kubernetes.conftest import NODES
from tests.localcloud.kubernetes.manifests import config_map, pod

pytestmark = pytest.mark.engine
VIEWER, EDITOR = "arn:aws:iam::000000000000:role/viewer", "arn:aws:iam::000000000000:role/editor"
PRINCIPALS = {
    "viewer": (VIEWER, ["eks:policy:AmazonEKSViewPolicy"]),
    "editor": (EDITOR, ["eks:policy:AmazonEKSEditPolicy:shop"]),
}


class Authenticator(BaseHTTPRequestHandler):
    """What the cloud's token review does, for tokens that are names."""

    def do_POST(self) -> None:
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = PRINCIPALS.get(review["spec"]["token"])
        trusted = self.path.split("?")[0] == "/hush"
        status = {"authenticated": bool(known and trusted)}
        if known and trusted:
            status = {**status, "user": {"username": known[0], "groups": known[1]}}  # type: ignore[dict-item]  # as the API server answers
        data = json.dumps(
            {"apiVersion": review["apiVersion"], "kind": "TokenReview", "status": status}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def authenticated(fleet: Fleet) -> Iterator[Fleet]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Authenticator) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/hush"
        fleet.ensure("shared", authenticator_url=url)
        yield fleet
        server.shutdown()


def as_bearer(fleet: Fleet, token: str) -> Api:
    document = yaml.safe_load((fleet.directory / "kubeconfig").read_text())
    document["users"][0]["user"] = {"token": token}
    return Api(document, "shared")


def test_access_policy_of_the_cluster_is_what_the_principal_may_do(
    authenticated: Fleet, namespace: str
) -> None:
    viewer = as_bearer(authenticated, "viewer")
    assert viewer.items(f"/api/v1/namespaces/{namespace}/pods") == []
    with pytest.raises(ApiError, match=f'User "{VIEWER}" cannot create') as caught:
        viewer.create(f"/api/v1/namespaces/{namespace}/pods", pod("web", namespace))
    assert caught.value.code == 403


def test_access_policy_of_a_namespace_ends_at_it(authenticated: Fleet, namespace: str) -> None:
    authenticated.bind("shared", "AmazonEKSEditPolicy", "shop")
    authenticated.bind("shared", "AmazonEKSEditPolicy", "shop")
    editor = as_bearer(authenticated, "editor")
    editor.create("/api/v1/namespaces/shop/configmaps", config_map("web", "shop"))
    with pytest.raises(ApiError, match=f'User "{EDITOR}" cannot'):
        editor.create(f"/api/v1/namespaces/{namespace}/configmaps", config_map("web", namespace))


def test_principal_without_an_access_entry_is_a_stranger(authenticated: Fleet) -> None:
    with pytest.raises(ApiError, match="Unauthorized") as caught:
        as_bearer(authenticated, "nobody").get("/api/v1/namespaces")
    assert caught.value.code == 401


def test_authenticator_stays_when_nobody_names_it(authenticated: Fleet, namespace: str) -> None:
    authenticated.ensure("shared")
    assert as_bearer(authenticated, "viewer").items(f"/api/v1/namespaces/{namespace}/pods") == []


def test_two_clusters_live_side_by_side(fleet: Fleet, namespace: str) -> None:
    second = fleet.ensure("second")
    try:
        kubeconfig = fleet.directory / "kubeconfig"
        document = yaml.safe_load(kubeconfig.read_text())
        servers = {entry["name"]: entry["cluster"]["server"] for entry in document["clusters"]}
        assert servers == {"second": second.endpoint, "shared": fleet.plane("shared").layout.endpoint}
        assert kubeconfig.stat().st_mode & 0o777 == 0o600
        assert fleet.api("second").find(f"/api/v1/namespaces/{namespace}") is None
        assert fleet.api("shared").find(f"/api/v1/namespaces/{namespace}") is not None
        assert [status.name for status in fleet.status()] == ["second", "shared"]
    finally:
        fleet.remove("second")
    assert [status.name for status in fleet.status()] == ["shared"]
    assert [entry["name"] for entry in yaml.safe_load(kubeconfig.read_text())["contexts"]] == ["shared"]
    assert fleet.api("shared").find(f"/api/v1/namespaces/{namespace}") is not None


def test_everything_is_there_again_after_a_stop(fleet: Fleet, namespace: str) -> None:
    fleet.stop_all()
    assert not any(fleet.status()[0].running.values())
    cluster = fleet.ensure("shared")
    assert all(fleet.status()[0].running.values())
    assert fleet.status()[0].endpoint == cluster.endpoint
    assert fleet.api("shared").find(f"/api/v1/namespaces/{namespace}") is not None


def test_node_of_an_unknown_type_is_refused(fleet: Fleet) -> None:
    with pytest.raises(KubernetesError, match=r"'x9\.mega' is not in"):
        fleet.sync_nodes("shared", [*NODES, replace(NODES[0], name="ip-10-0-9-9", instance_type="x9.mega")])
    assert len(fleet.api("shared").items("/api/v1/nodes")) == len(NODES)


def test_name_that_leads_out_of_the_directory_is_refused(fleet: Fleet) -> None:
    with pytest.raises(KubernetesError, match=r"'\.\./other' is not one"):
        fleet.ensure("../other")
