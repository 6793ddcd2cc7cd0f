"""An OTLP/HTTP collector that keeps the spans it is sent."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Span:
    """`process` is the service.name of who sent it; `parent` is empty for the first span of a trace."""

    process: str
    name: str
    trace: str
    id: str
    parent: str
    attributes: dict[str, str]


class Collector:
    def __init__(self) -> None:
        self.spans: list[Span] = []
        spans = self.spans

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                known = self.path == "/v1/traces" and self.headers["Content-Type"] == "application/x-protobuf"
                if known:
                    spans.extend(_decoded(body))
                self.send_response(200 if known else 404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _decoded(body: bytes) -> list[Span]:
    found = []
    for of_process in ExportTraceServiceRequest.FromString(body).resource_spans:
        resource = {one.key: one.value.string_value for one in of_process.resource.attributes}
        for of_scope in of_process.scope_spans:
            for span in of_scope.spans:
                attributes = {one.key: one.value.string_value for one in span.attributes}
                found.append(
                    Span(
                        resource["service.name"], span.name, span.trace_id.hex(), span.span_id.hex(),
                        span.parent_span_id.hex(), attributes,
                    )
                )  # fmt: skip
    return found
