"""The pages for operators: health, readiness, metrics, topology and the API's document."""

import json
from collections.abc import Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from app.dispatch.document import openapi
from app.dispatch.message import JSON, Answer, Request, problem_answer
from app.domain.problem import Forbidden, Problem, Unauthenticated
from app.operability.gauges import measure
from app.operability.health import checks, topology
from app.operability.multiprocess import metrics_folder
from app.runtime import Runtime

Page = Callable[[Request], Answer]


def operator_pages(runtime: Runtime) -> Mapping[str, Page]:
    document = json.dumps(openapi(runtime.endpoints, f"SoftFactory: {runtime.shape}")).encode()

    def healthz(request: Request) -> Answer:
        return _json(200, {"status": "alive"})

    def readyz(request: Request) -> Answer:
        found = checks(runtime)
        ready = all(check.ok for check in found if check.required)
        said = {check.name: check.described() for check in found}
        return _json(200 if ready else 503, {"status": "ready" if ready else "not ready", "checks": said})

    def metrics(request: Request) -> Answer:
        measure(runtime)
        registry = REGISTRY
        if metrics_folder() is not None:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has no type here
        return Answer(200, generate_latest(registry), {"Content-Type": CONTENT_TYPE_LATEST})

    def who_is_who(request: Request) -> Answer:
        try:
            _admin(runtime, request)
        except Problem as problem:
            return problem_answer(problem)
        return _json(200, topology(runtime))

    def api_document(request: Request) -> Answer:
        return Answer(200, document, {"Content-Type": JSON})

    return {
        "/healthz": healthz,
        "/readyz": readyz,
        "/metrics": metrics,
        "/api/topology": who_is_who,
        "/api/openapi.json": api_document,
    }


def _json(status: int, content: Mapping[str, object]) -> Answer:
    return Answer(status, json.dumps(content).encode(), {"Content-Type": JSON, "Cache-Control": "no-store"})


def _admin(runtime: Runtime, request: Request) -> None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise Unauthenticated("This needs an admin; send `Authorization: Bearer <access token>`.")
    if runtime.credentials.identity(token.strip()).role != "admin":
        raise Forbidden("Only an admin may see this.")
