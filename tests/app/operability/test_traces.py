"""One request is one trace, through every process that works for it."""

import os
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from app.backing.collector import Collector, Span
from app.backing.process import free_port
from app.backing.redis import RedisServer
from tests.app.api import Got, Person
from tests.app.waiting import eventually, is_ready

pytestmark = pytest.mark.services

# An incoming trace of somebody before us, as the gateway's.
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


@pytest.fixture(scope="module")
def base(phase2: dict[str, str], collector: Collector) -> Iterator[str]:
    """The monolith and a worker as the image starts them, which tell the collector often."""
    port = str(free_port())
    environment = os.environ | phase2 | {
        "OTLP_ENDPOINT": collector.base, "OTEL_BSP_SCHEDULE_DELAY": "100", "PORT": port,
        "WEB_CONCURRENCY": "1", "WORKER_CLASS": "sync", "WORKER_TIMEOUT_SECONDS": "30",
        "WORKER_CONCURRENCY": "1", "METRICS_PORT": str(free_port()),
    }  # fmt: skip
    started = [
        subprocess.Popen([sys.executable, "-m", "app.processes", name], env=environment)
        for name in ("monolith", "worker")
    ]
    address = f"http://127.0.0.1:{port}"
    eventually(lambda: is_ready(address), "the monolith")
    yield address
    for process in started:
        process.terminate()
    for process in started:
        process.wait(60)


def test_one_trace_leads_through_http_sql_redis_and_celery(
    base: str, collector: Collector, state_server: RedisServer
) -> None:
    traced = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
    client = httpx.Client(base_url=base)

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Got:
        more = traced if path == "/api/sns-auto/schedule" else {}
        answer = client.request(method, path, headers=headers | more, content=body)
        return Got(answer.status_code, answer.headers, answer.content)

    me = Person(send).signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": "traced"}, status=201)
    post = {"account_id": account["id"], "content": "A secret that no trace tells"}
    assert me.raw("POST", "/api/sns-auto/schedule", post).status == 202

    def spans() -> dict[str, Span]:
        return {span.id: span for span in list(collector.spans) if span.trace == TRACE}

    def of(process: str, word: str) -> list[Span]:
        return [one for one in spans().values() if one.process == process and word in one.name]

    eventually(lambda: of("monolith-worker", "run/post_to_sns"), "the job's span")
    eventually(lambda: of("monolith", "POST"), "the request's span")
    eventually(lambda: of("monolith-worker", "UPDATE"), "the job's SQL")
    [request] = of("monolith", "POST")
    assert request.parent == PARENT
    [job] = of("monolith-worker", "run/post_to_sns")
    wanted = {
        "SQL of the request": of("monolith", "INSERT"),
        "the job's publication": of("monolith", "apply_async/post_to_sns"),
        "the job": [job],
        "SQL of the job": of("monolith-worker", "UPDATE"),
        "Redis": [one for one in spans().values() if one.attributes.get("db.system") == "redis"],
    }
    for what, found in wanted.items():
        assert found, f"{what}: not in {[(one.process, one.name) for one in spans().values()]}"
        assert all(request.id in ancestors(spans(), one) for one in found), what
    # Statements have placeholders, and commands no arguments.
    assert not [one for one in spans().values() if "A secret" in str(one.attributes)]


def ancestors(spans: dict[str, Span], span: Span) -> list[str]:
    found = []
    while span.parent in spans:
        span = spans[span.parent]
        found.append(span.id)
    return found


def test_probes_leave_no_traces(base: str, collector: Collector) -> None:
    assert httpx.get(f"{base}/healthz").status_code == 200
    assert not [span for span in collector.spans if "healthz" in span.name or "readyz" in span.name]
