"""The WebSocket on which a user's open pages hear of events."""

from typing import Any

from flask import Flask, Response, g, request
from flask_sock import Sock
from simple_websocket import ConnectionClosed

from app.dispatch.message import problem_answer
from app.domain.problem import Problem
from app.events.channel import Events
from app.identity.credentials import AppCredentials
from app.web.carry import to_flask

PATH = "/api/events"
# A browser cannot send headers with a WebSocket: the token comes as the second protocol.
PROTOCOL = "bearer"


def add_events(app: Flask, events: Events, credentials: AppCredentials) -> None:
    app.config["SOCK_SERVER_OPTIONS"] = {"subprotocols": [PROTOCOL], "ping_interval": 25}
    sock = Sock(app)

    def refuse_strangers() -> Response | None:
        """Before the handshake, so that a stranger never has an open connection."""
        if request.path != PATH:
            return None
        offered = request.headers.get("Sec-WebSocket-Protocol", "")
        protocol, _, token = (part.strip() for part in offered.partition(","))
        try:
            g.identity = credentials.identity(token if protocol == PROTOCOL else "")
        except Problem as problem:
            return to_flask(problem_answer(problem))
        return None

    def tell(socket: Any) -> None:
        try:
            for event in events.of(g.identity.user_id):
                if event is not None:
                    socket.send(event)
                elif not socket.connected:
                    return
        except ConnectionClosed:
            return

    app.before_request(refuse_strangers)
    sock.route(PATH)(tell)
