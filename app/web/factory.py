"""Makes the Flask app of one shape."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, request

from app.dispatch.message import Answer, Request, problem_answer
from app.dispatch.validation import BIGGEST_BODY
from app.domain.endpoint import Endpoint
from app.domain.problem import Internal, MethodNotAllowed, NotFound, TooLarge
from app.operability.pages import operator_pages
from app.runtime import Runtime
from app.settings import Settings
from app.site.build import site
from app.web.bot import add_bot
from app.web.carry import from_flask, to_flask
from app.web.events import add_events

PARAMETER = re.compile(r"{(\w+)}")
# The site calls nothing but the app; no page may be framed.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
}


def create_app(settings: Settings, shape: str) -> Flask:
    runtime = Runtime(settings, shape)
    app = Flask("app", static_folder=None)
    app.extensions["runtime"] = runtime
    app.config["MAX_CONTENT_LENGTH"] = 2 * BIGGEST_BODY
    app.url_map.strict_slashes = False
    services = sorted({endpoint.service for endpoint in runtime.endpoints})
    for service in services:
        app.register_blueprint(_blueprint(runtime, service))
    for path, answer in operator_pages(runtime).items():
        app.add_url_rule(path, path, _page(answer))
    if shape == "monolith":
        # From phase 3 on the site comes from a bucket.
        for path, (kind, content) in site().items():
            app.add_url_rule(path, f"site {path}", _file(path, kind, content))
    add_bot(app, runtime)
    if runtime.events is not None:
        add_events(app, runtime.events, runtime.credentials)
    app.register_error_handler(
        404, lambda _: to_flask(problem_answer(NotFound(f"There is no {request.path}.")))
    )
    app.register_error_handler(
        405,
        lambda _: to_flask(
            problem_answer(MethodNotAllowed(f"{request.path} does not take {request.method}."))
        ),
    )
    app.register_error_handler(
        413,
        lambda _: to_flask(problem_answer(TooLarge(f"At most {BIGGEST_BODY} bytes are taken as a body."))),
    )
    app.register_error_handler(
        500,
        lambda _: to_flask(problem_answer(Internal("Something went wrong on our side; it is in our log."))),
    )
    app.after_request(_with_headers)
    return app


def _blueprint(runtime: Runtime, service: str) -> Blueprint:
    blueprint = Blueprint(service, service)
    for endpoint in runtime.endpoints:
        if endpoint.service == service:
            rule = PARAMETER.sub(r"<\1>", endpoint.path)
            view = _view(runtime, endpoint)
            blueprint.add_url_rule(rule, endpoint.handle.__name__, view, methods=[endpoint.method])
    return blueprint


def _view(runtime: Runtime, endpoint: Endpoint) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        return to_flask(runtime.dispatcher.answer(endpoint, from_flask(path)))

    return view


def _page(answer: Callable[[Request], Answer]) -> Callable[..., Response]:
    def view() -> Response:
        return to_flask(answer(from_flask({})))

    return view


def _file(path: str, kind: str, content: bytes) -> Callable[..., Response]:
    lifetime = "public, max-age=3600" if path.startswith("/files/") else "no-cache"

    def view() -> Response:
        return Response(content, 200, {"Content-Type": kind, "Cache-Control": lifetime})

    return view


def _with_headers(response: Any) -> Any:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
