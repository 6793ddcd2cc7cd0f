"""The Celery worker of one shape, the beat that gives out its chores, and the users of their broker."""

import json
import os
import signal
import tempfile
from pathlib import Path

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from app.domain.catalog import QUEUES
from app.jobs.backlog import BacklogReports
from app.jobs.beat import Beat
from app.jobs.broker_users import make_users
from app.jobs.clock import Clock
from app.jobs.configuration import queue_name
from app.jobs.dead_letters import declare_dead_letter_queues
from app.jobs.worker import celery_init_app
from app.operability.cloudwatch import CloudWatch
from app.operability.logs import set_up_logs
from app.operability.multiprocess import metrics_folder
from app.operability.traces import set_up_traces
from app.process_settings import BeatSettings, WorkerSettings
from app.runtime import Runtime
from app.settings import BrokerUsersSettings, Settings, SettingsError, load, load_as


def make_celery(settings: Settings, shape: str) -> Celery:
    runtime = Runtime(settings, shape)
    celery = celery_init_app(settings, shape, lambda: runtime.runner, runtime.dead_letters)

    # Weak references would be gone with this function.
    @worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery has no types
    def begin(**_: object) -> None:
        set_up_traces(settings, f"{shape}-worker")

    @worker_process_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery has no types
    def end(**_: object) -> None:
        runtime.close()

    if runtime.broker_redis is None:
        declare_dead_letter_queues(celery, shape)
    return celery


def work(shape: str) -> None:
    """Runs until it is told to stop, and then finishes the jobs in hand."""
    set_up_logs(f"{shape}-worker")
    worker = load_as(WorkerSettings, os.environ)
    if unknown := set(worker.worker_queues) - set(QUEUES):
        raise SettingsError(
            f"WORKER_QUEUES names {', '.join(sorted(unknown))}; the queues are {', '.join(QUEUES)}."
        )
    celery = make_celery(load(os.environ), shape)
    if metrics_folder() is not None:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has no type here
        start_http_server(worker.metrics_port, worker.bind_address, registry=registry)
    queues = ",".join(queue_name(shape, queue) for queue in worker.worker_queues or QUEUES)
    celery.worker_main(
        ["worker", "--concurrency", str(worker.worker_concurrency), "--queues", queues, "--loglevel", "INFO",
         "--without-gossip", "--without-mingle", "--hostname", f"{shape}@%h"]
    )  # fmt: skip


def beat(shape: str) -> None:
    """Gives the chores out, or does them itself in a phase without a queue; one per shape is enough."""
    set_up_logs(f"{shape}-beat")
    settings = load(os.environ)
    runtime = Runtime(settings, shape)
    schedule = Path(tempfile.gettempdir()) / f"{shape}-beat"
    if runtime.celery is None:
        set_up_traces(settings, f"{shape}-beat")
        clock = Clock(runtime.runner, shape, schedule)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, clock.stop)
        clock.run()
        runtime.close()
        return
    region = load_as(BeatSettings, os.environ).cloudwatch_region
    if region is not None:
        BacklogReports(runtime.backlog, CloudWatch(region, os.environ), shape).start()
    celery = celery_init_app(settings, shape, lambda: runtime.runner, None)
    Beat(app=celery, schedule=str(schedule), loglevel="INFO").run()


def make_broker_users() -> None:
    set_up_logs("broker-users")
    settings = load_as(BrokerUsersSettings, os.environ)
    administrator = (settings.broker_admin_user, settings.broker_admin_password.get_secret_value())
    passwords: dict[str, str] = json.loads(settings.broker_passwords.get_secret_value())
    make_users(settings.broker_console_url, administrator, passwords, settings.broker_ca_file)
