"""A service that hangs costs its callers little, and is asked again soon after its return."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest

from app.domain.call import Call, Identity
from app.domain.problem import NotFound, Unavailable
from app.neighbours import remote
from app.neighbours.remote import ATTEMPTS, FAILURES, Remote

BUDGET = 0.2


class Neighbour:
    def __init__(self) -> None:
        self.status, self.hanging, self.asked = 200, threading.Event(), 0
        self.authorization = ""
        neighbour = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                neighbour.asked += 1
                neighbour.authorization = self.headers["Authorization"]
                if neighbour.hanging.is_set():
                    time.sleep(4 * BUDGET)
                body = b'{"detail": "said", "name": "Kim"}'
                self.send_response(neighbour.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    made = Neighbour()
    yield made
    made.server.shutdown()
    made.server.server_close()


def call() -> Call:
    nothing = cast(Any, None)
    return Call("x", nothing, nothing, nothing, nothing, Identity(1, "user", "Kim", "the-token"))


def test_it_asks_as_the_user(neighbour: Neighbour) -> None:
    asked = Remote({"/api/": neighbour.address}, BUDGET)
    assert asked.get(call(), "/api/users/me")["name"] == "Kim"
    assert neighbour.authorization == "Bearer the-token"


def test_a_problem_is_passed_on_and_opens_no_circuit(neighbour: Neighbour) -> None:
    asked = Remote({"/api/": neighbour.address}, BUDGET)
    neighbour.status = 404
    for _ in range(FAILURES + 1):
        with pytest.raises(NotFound, match="said"):
            asked.get(call(), "/api/users/me")


def test_a_fault_is_asked_again_once(neighbour: Neighbour) -> None:
    neighbour.status = 500
    with pytest.raises(Unavailable):
        Remote({"/api/": neighbour.address}, BUDGET).get(call(), "/api/users/me")
    assert neighbour.asked == ATTEMPTS


def test_a_hanging_service_is_left_alone_and_found_again(
    neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "OPEN_SECONDS", 1.0)
    asked = Remote({"/api/": neighbour.address}, BUDGET)
    neighbour.hanging.set()
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            asked.get(call(), "/api/users/me")
    before = neighbour.asked
    for _ in range(50):
        with pytest.raises(Unavailable):
            asked.get(call(), "/api/users/me")
    # With the circuit open it is not asked, and nobody waits for it.
    assert neighbour.asked == before
    neighbour.hanging.clear()
    time.sleep(1.1)
    assert asked.get(call(), "/api/users/me")["name"] == "Kim"


def test_a_path_that_nobody_serves_is_a_mistake(neighbour: Neighbour) -> None:
    with pytest.raises(LookupError, match="set the address"):
        Remote({"/api/coocook/": neighbour.address}, BUDGET).get(call(), "/api/users/me")
