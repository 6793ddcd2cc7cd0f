"""A small edge on loopback, where the cloud has load balancer, CDN and gateway: it only routes."""

import asyncio
import mimetypes
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ops.demo.routes import Route, first

LONGEST_HEAD = 64 * 1024


class Edge:
    """`start` gives its address. Pages are what no route takes: in the cloud a bucket has them."""

    def __init__(self, routes: Sequence[Route], ports: Mapping[str, int], pages: Path) -> None:
        self._routes, self._ports, self._pages = routes, ports, pages.resolve()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="edge", daemon=True)
        self._server: asyncio.Server | None = None

    def start(self, port: int = 0) -> str:
        """Listen, on a free port if none is given; return the URL."""
        self._thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", port, limit=LONGEST_HEAD)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        if self._server is not None:
            self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            writer.write(_response("431 Request Header Fields Too Large"))
            return
        start, _, fields = head.partition(b"\r\n")
        words = start.decode("latin-1").split(" ")
        if len(words) != 3:
            writer.write(_response("400 Bad Request"))
            return
        method, target, version = words
        path, mark, query = target.partition("?")
        route = first(self._routes, method, path)
        if route is None:
            writer.write(self._page(method, path))
            return
        await self._pass_on(
            f"{method} {route.path or path}{mark}{query} {version}",
            fields,
            self._ports[route.workload],
            reader,
            writer,
        )

    async def _pass_on(
        self, start: str, fields: bytes, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            answers, asks = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.write(_response("502 Bad Gateway"))
            return
        try:
            asks.write(start.encode("latin-1") + b"\r\n" + _once(fields))
            # The one that ends first ends the other: a WebSocket is closed by either side.
            ways = [asyncio.ensure_future(_copy(reader, asks)), asyncio.ensure_future(_copy(answers, writer))]
            _, open_still = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in open_still:
                way.cancel()
        finally:
            asks.close()

    def _page(self, method: str, path: str) -> bytes:
        file = (self._pages / (path.lstrip("/") or "index.html")).resolve()
        if method != "GET" or not file.is_relative_to(self._pages) or not file.is_file():
            return _response("404 Not Found")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return _response("200 OK", kind, file.read_bytes())


def _once(fields: bytes) -> bytes:
    """The fields of a request after which the connection ends, unless it becomes another protocol's."""
    lines = fields.rstrip(b"\r\n").split(b"\r\n")
    if not any(line.lower().startswith(b"upgrade:") for line in lines):
        lines = [line for line in lines if not line.lower().startswith(b"connection:")]
        lines.append(b"Connection: close")
    return b"\r\n".join(lines) + b"\r\n\r\n"


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await source.read(64 * 1024):
            target.write(part)
            await target.drain()


def _response(status: str, kind: str = "text/plain", body: bytes = b"") -> bytes:
    fields = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close")
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode("latin-1") + body
