"""One HTTP server that plays every outside system, and keeps what it was asked for."""

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LISTINGS = [
    {"id": "a1", "title": "Loft", "location": "Seoul", "price_cents": 9000, "url": "https://x.test/a1"},
    {"id": "a2", "title": "Cabin", "location": "Jeju", "price_cents": 5000, "url": "https://x.test/a2"},
]


CHARGES, VOIDS = "/payment/charges", "/payment/voids"


@dataclass
class Ledger:
    """Effects by key, once each, whatever was asked how often; `asked` has every request."""

    effects: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    # What was asked for, in order: path and content.
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # Every request at its beginning, before it takes `seconds`.
    begun: list[str] = field(default_factory=list)
    # Path -> status to answer with, instead of doing it.
    failing: dict[str, int] = field(default_factory=dict)
    # Keys under which nothing is charged any more.
    voided: set[str] = field(default_factory=set)
    seconds: float = 0.0
    robots: str = ""


class FakeOutside:
    def __init__(self) -> None:
        self.ledger = ledger = Ledger()
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                key = self.headers.get("Idempotency-Key", "")
                ledger.begun.append(self.path)
                time.sleep(ledger.seconds)
                with lock:
                    ledger.asked.append((time.monotonic(), self.path, key))
                    ledger.said.append((self.path, content))
                    if status := ledger.failing.get(self.path):
                        self.answer(status, {})
                        return
                    if self.path == VOIDS:
                        self.answer(201, {"charge": self.void(content["key"])})
                        return
                    if self.path == CHARGES and key in ledger.voided:
                        self.answer(409, {})
                        return
                    effect = ledger.effects.setdefault(
                        (self.path, key), {"content": content, "number": len(ledger.effects)}
                    )
                number = effect["number"]
                self.answer(201, {"id": f"x{number}", "url": f"https://{content.get('slug')}.sites.test",
                                  "answer": f"echo: {content.get('question')}", "tokens": 7})  # fmt: skip

            def void(self, key: str) -> str | None:
                if (charged := ledger.effects.get((CHARGES, key))) is not None:
                    return f"x{charged['number']}"
                ledger.voided.add(key)
                return None

            def do_GET(self) -> None:
                ledger.asked.append((time.monotonic(), self.path, ""))
                if self.path == "/robots.txt":
                    self.send(200, ledger.robots.encode(), "text/plain")
                elif self.path == "/listings":
                    self.answer(200, {"items": LISTINGS[:1], "next": "/listings?page=2"})
                else:
                    self.answer(200, {"items": LISTINGS[1:]})

            def answer(self, status: int, content: object) -> None:
                self.send(status, json.dumps(content).encode(), "application/json")

            def send(self, status: int, body: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                # Who asked may have been killed meanwhile.
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
