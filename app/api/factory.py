"""Makes the FastAPI app of one service."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response

from app.dispatch.document import openapi
from app.dispatch.message import Answer, Request, problem_answer
from app.dispatch.validation import BIGGEST_BODY
from app.domain.endpoint import Endpoint
from app.domain.problem import BY_STATUS, Internal, TooLarge
from app.operability.pages import operator_pages
from app.runtime import Runtime
from app.settings import Settings

View = Callable[[StarletteRequest], Awaitable[Response]]


def create_api(settings: Settings, shape: str) -> FastAPI:
    runtime = Runtime(settings, shape)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # More threads than connections would only wait for each other.
        current_default_thread_limiter().total_tokens = settings.pool_size + settings.pool_overflow
        yield
        runtime.close()

    api = FastAPI(
        title=f"SoftFactory: {shape}", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None
    )
    api.state.runtime = runtime
    for endpoint in runtime.endpoints:
        api.add_api_route(
            endpoint.path, _view(runtime, endpoint), methods=[endpoint.method], name=endpoint.name
        )
    for path, answer in operator_pages(runtime).items():
        api.add_api_route(path, _page(answer), methods=["GET"], name=path)
    api.add_exception_handler(HTTPException, _as_problem)
    document = openapi(runtime.endpoints, api.title)
    api.openapi = lambda: json.loads(json.dumps(document))  # type: ignore[method-assign]  # FastAPI's documented way
    return api


def _view(runtime: Runtime, endpoint: Endpoint) -> View:
    async def view(request: StarletteRequest) -> Response:
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > 2 * BIGGEST_BODY:
            return _response(
                problem_answer(TooLarge(f"The body has {length} bytes; at most {BIGGEST_BODY} are taken."))
            )
        said = await _said(request)
        return _response(await run_in_threadpool(runtime.dispatcher.answer, endpoint, said))

    return view


def _page(answer: Callable[[Request], Answer]) -> View:
    async def view(request: StarletteRequest) -> Response:
        return _response(await run_in_threadpool(answer, await _said(request)))

    return view


async def _said(request: StarletteRequest) -> Request:
    path = {name: str(value) for name, value in request.path_params.items()}
    return Request(path, dict(request.query_params), dict(request.headers), await request.body())


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers)


async def _as_problem(request: StarletteRequest, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    problem = BY_STATUS.get(status, Internal)(f"{request.method} {request.url.path} is not served here.")
    return _response(problem_answer(problem))
