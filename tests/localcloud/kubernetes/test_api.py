import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError, UnreachableError
from tests.localcloud.kubernetes.api_server import ApiServer, serving

VERSION = "client.authentication.k8s.io/v1beta1"
CONFLICT = {
    "kind": "Status",
    "reason": "Conflict",
    "message": 'Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas',
    "details": {"causes": [{"field": ".spec.replicas"}]},
}


@pytest.fixture
def server() -> Iterator[ApiServer]:
    with serving() as found:
        yield found


def kubeconfig(port: int, user: dict[str, Any]) -> dict[str, Any]:
    return {
        "current-context": "one",
        "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{port}"}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "one", "context": {"cluster": "c", "user": "u"}}],
    }


@pytest.fixture
def api(server: ApiServer) -> Api:
    return Api(kubeconfig(server.server_port, {"token": "static"}))


def test_object_is_found_or_not(api: Api, server: ApiServer) -> None:
    server.answers["/api/v1/namespaces/shop"] = (200, {"kind": "Namespace"})
    assert api.find("/api/v1/namespaces/shop") == {"kind": "Namespace"}
    assert api.find("/api/v1/namespaces/other") is None
    assert server.asked[0][2] == "Bearer static"


def test_refusal_carries_the_servers_words_and_details(api: Api, server: ApiServer) -> None:
    server.answers["/x"] = (409, CONFLICT)
    with pytest.raises(ApiError, match=r'conflict with "kubectl": \.spec\.replicas') as caught:
        api.apply("/x", {"kind": "X"}, "pulumi")
    assert (caught.value.code, caught.value.reason) == (409, "Conflict")
    assert caught.value.details["causes"] == [{"field": ".spec.replicas"}]


def test_apply_is_strict_owned_and_does_not_take_from_others(api: Api, server: ApiServer) -> None:
    server.answers["/x"] = (200, {})
    api.apply("/x", {"kind": "X"}, "pulumi", dry_run=True)
    method, path, _, body = server.asked[0]
    assert (method, body) == ("PATCH", {"kind": "X"})
    assert path == "/x?fieldManager=pulumi&fieldValidation=Strict&force=false&dryRun=All"
    api.apply("/x", {"kind": "X"}, "pulumi", force=True)
    assert server.asked[1][1] == "/x?fieldManager=pulumi&fieldValidation=Strict&force=true"


def test_each_body_says_what_it_is(api: Api, server: ApiServer) -> None:
    server.answers["/x"] = (200, {"items": []})
    api.apply("/x", {}, "us")
    api.merge("/x", {})
    api.create("/x", {})
    api.get("/x")
    assert server.content_types == [
        "application/apply-patch+yaml",
        "application/merge-patch+json",
        "application/json",
        None,
    ]


def test_only_what_is_not_there_is_passed_over(api: Api, server: ApiServer) -> None:
    server.answers["/x"] = (403, {"reason": "Forbidden", "message": "not for you"})
    with pytest.raises(ApiError, match="not for you"):
        api.find("/x")
    with pytest.raises(ApiError, match="not for you"):
        api.delete("/x")


def test_proxy_is_not_asked_for_the_own_machine(server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/x"] = (200, {"kind": "X"})
    assert Api(kubeconfig(server.server_port, {})).get("/x") == {"kind": "X"}


def test_what_is_not_there_is_deleted(api: Api, server: ApiServer) -> None:
    assert api.delete("/x") is None
    server.answers["/x"] = (200, {"kind": "Status"})
    assert api.delete("/x", "Foreground", gracePeriodSeconds=0) == {"kind": "Status"}
    assert server.asked[1][3]["propagationPolicy"] == "Foreground"


def test_silent_server_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(UnreachableError, match=f"http://127.0.0.1:{port} does not answer: .*refused"):
            Api(kubeconfig(port, {})).get("/x")


def test_missing_context_is_refused_with_those_there_are() -> None:
    with pytest.raises(KubernetesError, match="no context 'two'; it has: one"):
        Api(kubeconfig(1, {}), "two")


def test_rejected_token_is_renewed_once(server: ApiServer, tmp_path: Path) -> None:
    counter = tmp_path / "count"
    counter.write_text("")
    credential = {"apiVersion": VERSION, "kind": "ExecCredential", "status": {"token": "TOKEN"}}
    script = (
        f"import pathlib; path = pathlib.Path({str(counter)!r}); path.write_text(path.read_text() + 'x');"
        f"print({json.dumps(credential)!r}.replace('TOKEN', path.read_text()))"
    )
    user = {"exec": {"apiVersion": VERSION, "command": sys.executable, "args": ["-c", script]}}
    server.answers["/x"] = (200, {"kind": "X"})
    server.good_tokens = {"Bearer xx"}
    api = Api(kubeconfig(server.server_port, user))
    assert api.get("/x") == {"kind": "X"}
    assert api.get("/x") == {"kind": "X"}
    assert counter.read_text() == "xx", "asked once at first, once after the refusal, and then kept"
    server.good_tokens = set()
    with pytest.raises(ApiError, match="Unauthorized"):
        api.get("/x")
