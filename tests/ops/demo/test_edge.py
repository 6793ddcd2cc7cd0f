import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3

from ops.demo.edge import Edge
from ops.demo.routes import Route

API = [
    Route("api", re.compile("/api/"), frozenset({"GET", "POST"}), None),
    Route("api", re.compile("/document$"), frozenset(), "/api/openapi.json"),
    Route("gone", re.compile("/gone"), frozenset(), None),
]


class Upstream(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._say(f"{self.command} {self.path} {self.headers['Connection']}")

    def do_POST(self) -> None:
        self._say(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _say(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<p>Hello")
    (tmp_path / "secret").write_text("not a page")
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        edge = Edge(API, {"api": upstream.server_port, "gone": taken.getsockname()[1]}, pages)
        yield edge.start()
        edge.stop()
    upstream.shutdown()
    upstream.server_close()


def get(url: str, method: str = "GET", body: str | None = None) -> tuple[int, str]:
    got = urllib3.request(method, url, body=body, retries=False)
    return got.status, got.data.decode()


def test_a_request_goes_to_whom_the_route_names_and_its_connection_ends(url: str) -> None:
    assert get(f"{url}/api/x?y=1") == (200, "GET /api/x?y=1 close")
    assert get(f"{url}/document") == (200, "GET /api/openapi.json close")
    assert get(f"{url}/api/x", "POST", "z" * 200_000) == (200, "z" * 200_000)


def test_what_no_route_takes_is_a_page_or_not_there(url: str) -> None:
    assert get(f"{url}/") == (200, "<p>Hello")
    assert get(f"{url}/nothing.html")[0] == 404
    assert get(f"{url}/index.html", "POST")[0] == 404
    assert get(f"{url}/api/x", "DELETE")[0] == 404


def test_no_file_beside_the_pages_is_given_out(url: str) -> None:
    assert b"404" in raw(url, b"GET /../secret HTTP/1.1\r\n\r\n")


def test_what_is_no_request_is_refused_and_an_upstream_that_is_gone_is_told(url: str) -> None:
    assert b"400" in raw(url, b"what\r\n\r\n")
    assert b"431" in raw(url, b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000)
    assert get(f"{url}/gone")[0] == 502


def test_what_becomes_another_protocol_goes_both_ways_until_one_side_ends_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        edge = Edge(API, {"api": listening.getsockname()[1]}, tmp_path)
        place = urlsplit(edge.start())
        try:
            with socket.create_connection(("127.0.0.1", place.port or 0), timeout=5) as page:
                page.sendall(b"GET /api/events HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                upstream, _ = listening.accept()
                upstream.settimeout(5)
                assert b"Connection: Upgrade" in upstream.recv(1000)
                upstream.sendall(b"from there")
                assert page.recv(1000) == b"from there"
                page.sendall(b"from here")
                assert upstream.recv(1000) == b"from here"
            assert upstream.recv(1000) == b"", "it is told that the page has gone"
            upstream.close()
        finally:
            edge.stop()


def raw(url: str, sent: bytes) -> bytes:
    place = urlsplit(url)
    assert place.hostname
    assert place.port
    with socket.create_connection((place.hostname, place.port), timeout=5) as connection:
        connection.sendall(sent)
        return connection.recv(1000)
