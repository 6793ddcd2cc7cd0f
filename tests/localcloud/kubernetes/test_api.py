import json
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError, UnreachableError

VERSION = "client.authentication.k8s.io/v1beta1"
CONFLICT = {
    "kind": "Status",
    "reason": "Conflict",
    "message": 'Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas',
    "details": {"causes": [{"field": ".spec.replicas"}]},
}


class Server(ThreadingHTTPServer):
    """Answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[tuple[str, str, str | None, Any]] = []
        self.good_tokens: set[str] | None = None


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("Authorization")
        server.asked.append((self.command, self.path, token, json.loads(body) if body else None))
        code, answer = server.answers.get(
            self.path.split("?")[0], (404, {"reason": "NotFound", "message": "gone"})
        )
        if server.good_tokens is not None and token not in server.good_tokens:
            code, answer = 401, {"reason": "Unauthorized", "message": "Unauthorized"}
        data = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_PATCH = do_POST = do_DELETE = do_GET  # noqa: N815, the base class names them

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def kubeconfig(port: int, user: dict[str, Any]) -> dict[str, Any]:
    return {
        "current-context": "one",
        "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{port}"}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "one", "context": {"cluster": "c", "user": "u"}}],
    }


@pytest.fixture
def api(server: Server) -> Api:
    return Api(kubeconfig(server.server_port, {"token": "static"}))


def test_object_is_found_or_not(api: Api, server: Server) -> None:
    server.answers["/api/v1/namespaces/shop"] = (200, {"kind": "Namespace"})
    assert api.find("/api/v1/namespaces/shop") == {"kind": "Namespace"}
    assert api.find("/api/v1/namespaces/other") is None
    assert server.asked[0][2] == "Bearer static"


def test_refusal_carries_the_servers_words_and_details(api: Api, server: Server) -> None:
    server.answers["/x"] = (409, CONFLICT)
    with pytest.raises(ApiError, match=r'conflict with "kubectl": \.spec\.replicas') as caught:
        api.apply("/x", {"kind": "X"}, "pulumi")
    assert (caught.value.code, caught.value.reason) == (409, "Conflict")
    assert caught.value.details["causes"] == [{"field": ".spec.replicas"}]


def test_apply_is_strict_owned_and_does_not_take_from_others(api: Api, server: Server) -> None:
    server.answers["/x"] = (200, {})
    api.apply("/x", {"kind": "X"}, "pulumi", dry_run=True)
    method, path, _, body = server.asked[0]
    assert (method, body) == ("PATCH", {"kind": "X"})
    assert path == "/x?fieldManager=pulumi&fieldValidation=Strict&force=false&dryRun=All"


def test_what_is_not_there_is_deleted(api: Api, server: Server) -> None:
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


def test_rejected_token_is_renewed_once(server: Server, tmp_path: Path) -> None:
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
