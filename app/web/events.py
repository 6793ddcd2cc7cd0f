"""The WebSocket on which a user's open pages hear of events."""

from typing import Any

from flask import Flask, request
from flask_sock import Sock
from simple_websocket import ConnectionClosed

from app.domain.problem import Problem
from app.runtime import Runtime

# A browser cannot send headers with a WebSocket: the token comes as the second protocol.
PROTOCOL = "bearer"
UNAUTHENTICATED = 4401


def add_events(app: Flask, runtime: Runtime) -> None:
    app.config["SOCK_SERVER_OPTIONS"] = {"subprotocols": [PROTOCOL], "ping_interval": 25}
    sock = Sock(app)

    def events(socket: Any) -> None:
        offered = [part.strip() for part in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        token = offered[1] if len(offered) == 2 and offered[0] == PROTOCOL else ""
        try:
            identity = runtime.credentials.identity(token)
        except Problem as problem:
            socket.close(UNAUTHENTICATED, problem.title)
            return
        if runtime.events is None:
            return
        try:
            for event in runtime.events.of(identity.user_id):
                if event is not None:
                    socket.send(event)
                elif not socket.connected:
                    return
        except ConnectionClosed:
            return

    sock.route("/api/events")(events)
