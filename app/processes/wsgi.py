"""The Flask app that gunicorn's workers serve."""

import os

from flask import Flask

from app.operability.logs import set_up_logs
from app.operability.traces import set_up_traces, trace_flask
from app.settings import load
from app.web.factory import create_app


def make(shape: str) -> Flask:
    set_up_logs(shape)
    settings = load(os.environ)
    set_up_traces(settings, shape)
    app = create_app(settings, shape)
    trace_flask(app)
    return app
