"""The Celery worker of one shape, and the beat that gives out its chores."""

import os
import tempfile
from pathlib import Path

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from app.domain.catalog import QUEUES
from app.jobs.configuration import queue_name
from app.jobs.dead_letters import declare_dead_letter_queues
from app.jobs.worker import celery_init_app
from app.operability.logs import set_up_logs
from app.operability.multiprocess import metrics_folder
from app.operability.traces import set_up_traces
from app.runtime import Runtime
from app.settings import Settings, load


def make_celery(settings: Settings, shape: str) -> Celery:
    runtime = Runtime(settings, shape)
    celery = celery_init_app(settings, shape, lambda: runtime.runner, runtime.dead_letters)

    # Weak references would be gone with this function.
    @worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]
    def begin(**_: object) -> None:
        set_up_traces(settings, f"{shape}-worker")

    @worker_process_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
    def end(**_: object) -> None:
        runtime.close()

    if runtime.broker_redis is None:
        declare_dead_letter_queues(celery, shape)
    return celery


def work(shape: str) -> None:
    """Runs until it is told to stop, and then finishes the jobs in hand."""
    set_up_logs(f"{shape}-worker")
    celery = make_celery(load(os.environ), shape)
    if metrics_folder() is not None:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        start_http_server(int(os.environ["METRICS_PORT"]), registry=registry)
    wanted = os.environ.get("WORKER_QUEUES", ",".join(QUEUES)).split(",")
    queues = ",".join(queue_name(shape, queue) for queue in wanted)
    concurrency = os.environ["WORKER_CONCURRENCY"]
    celery.worker_main(
        ["worker", "--concurrency", concurrency, "--queues", queues, "--loglevel", "INFO",
         "--without-gossip", "--without-mingle", "--hostname", f"{shape}@%h"]
    )  # fmt: skip


def beat(shape: str) -> None:
    set_up_logs(f"{shape}-beat")
    settings = load(os.environ)
    runtime = Runtime(settings, shape)
    celery = celery_init_app(settings, shape, lambda: runtime.runner, None)
    schedule = Path(tempfile.gettempdir()) / f"{shape}-beat"
    celery.start(["beat", "--schedule", str(schedule), "--loglevel", "INFO", "--pidfile", ""])
