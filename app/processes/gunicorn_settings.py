"""How gunicorn runs: what differs by phase comes from the environment."""

import os
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from app.process_settings import WebSettings
from app.settings import load_as

web = load_as(WebSettings, os.environ)
bind = f"{web.bind_address}:{web.port}"
workers = web.web_concurrency
worker_class = web.worker_class
timeout = web.worker_timeout_seconds
# Requests in hand are finished when the process is told to stop.
graceful_timeout = timeout
# Only gevent has them: 9 workers × 250 hold the 2,000 concurrent users of phase 2.
worker_connections = 250
keepalive = 75
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn's heartbeat file; a disk could block it


def child_exit(server: Any, worker: Any) -> None:
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # prometheus_client has no type here
