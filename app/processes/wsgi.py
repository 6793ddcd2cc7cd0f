"""The Flask app that gunicorn's workers serve."""

import os

from flask import Flask
from opentelemetry.instrumentation.flask import FlaskInstrumentor

from app.operability.logs import set_up_logs
from app.operability.traces import UNTRACED, set_up_traces
from app.settings import load
from app.web.factory import create_app


def make(shape: str) -> Flask:
    set_up_logs(shape)
    settings = load(os.environ)
    set_up_traces(settings, shape)
    app = create_app(settings, shape)
    FlaskInstrumentor().instrument_app(app, excluded_urls=UNTRACED)  # type: ignore[no-untyped-call]  # OpenTelemetry has no type here
    return app
