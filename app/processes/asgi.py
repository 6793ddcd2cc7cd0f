"""The FastAPI apps that uvicorn's workers serve, one function per service."""

import os
from functools import partial

from fastapi import FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

from app.api.factory import create_api
from app.operability.logs import set_up_logs
from app.operability.traces import UNTRACED, set_up_traces
from app.settings import load


def make(shape: str) -> FastAPI:
    set_up_logs(shape)
    settings = load(os.environ)
    set_up_traces(settings, shape)
    api = create_api(settings, shape)
    FastAPIInstrumentor.instrument_app(api, excluded_urls=UNTRACED)
    return api


coocook = partial(make, "coocook")
sns_auto = partial(make, "sns_auto")
review = partial(make, "review")
ai = partial(make, "ai")
experience = partial(make, "experience")
