"""A server that answers as a test tells it to, and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ApiServer(ThreadingHTTPServer):
    """Status and body by path: `answers` to any method, `patched` to PATCH, `then` to what comes after it.

    `asked` is the method, path, Authorization and body of each request.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, Any]] = {}
        self.patched: dict[str, tuple[int, Any]] = {}
        self.then: dict[str, tuple[int, Any]] = {}
        self.asked: list[tuple[str, str, str | None, Any]] = []
        self.content_types: list[str | None] = []
        self.good_tokens: set[str] | None = None


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, ApiServer)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("Authorization")
        server.content_types.append(self.headers.get("Content-Type"))
        server.asked.append((self.command, self.path, token, json.loads(body) if body else None))
        path = self.path.split("?")[0]
        code, answer = server.answers.get(path, (404, {"reason": "NotFound", "message": "gone"}))
        if self.command == "PATCH" and path in server.patched:
            code, answer = server.patched[path]
            if path in server.then:
                server.answers[path] = server.then[path]
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


@contextmanager
def serving() -> Iterator[ApiServer]:
    """The server, for the time of the block."""
    with ApiServer() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()
