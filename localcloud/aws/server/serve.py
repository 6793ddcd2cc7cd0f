"""Puts the server of a cloud together and runs it in this process."""

import logging
import os
import signal
import sys
import threading
import time
from typing import Any

from localcloud.aws.server.cloud_file import CloudFile
from localcloud.collector import spare_what_is_loaded

_LOG = logging.getLogger("localcloud.aws.server")


def serve(cloud: CloudFile) -> None:
    """Serves until SIGTERM or SIGINT, then flushes the state and returns. Control planes are left running."""
    started = time.monotonic()
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    _set_up_moto(cloud)

    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from localcloud.aws import extension
    from localcloud.aws.extension.eks import control_plane
    from localcloud.aws.server.application import Application
    from localcloud.aws.server.cluster_keeper import ClusterKeeper
    from localcloud.aws.server.clusters import ClusterEvents
    from localcloud.aws.server.machine import AlreadyRunning, Machine
    from localcloud.aws.server.snapshot import CorruptSnapshot
    from localcloud.aws.server.write_ahead_log import CorruptLog

    extension.install()
    events = ClusterEvents()
    control_plane.use(events)
    try:
        machine = Machine(DomainDispatcherApplication(create_backend_app), cloud.directory / "aws", events)
        replayed = machine.restore()
    except (AlreadyRunning, CorruptLog, CorruptSnapshot) as error:
        sys.exit(str(error))
    keeper = ClusterKeeper(cloud, lambda: _fleet(cloud))
    keeper.adopt()
    application = Application(cloud, machine, events, keeper)
    try:
        server = make_server(
            "127.0.0.1", cloud.port, application, threaded=True, request_handler=MotoRequestHandler
        )
    except (OSError, SystemExit) as error:
        sys.exit(f"Port {cloud.port} of {cloud.directory / 'cloud.json'} cannot be listened on: {error}")
    for work in (machine.checkpoint_when_idle, keeper.try_again):
        threading.Thread(target=work, name=work.__name__, daemon=True).start()

    def stop(number: int, frame: Any) -> None:
        # shutdown() waits for the loop that this handler interrupts: it has to be asked from another thread.
        threading.Thread(target=server.shutdown, daemon=True).start()

    spare_what_is_loaded()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _LOG.info(
        "Serving on port %d after %.1f s, %d requests replayed.",
        cloud.port,
        time.monotonic() - started,
        replayed,
    )
    server.serve_forever()
    server.server_close()
    machine.checkpoint()
    _LOG.info("Stopped; the state is on disk.")


def _fleet(cloud: CloudFile) -> Any:
    from localcloud.kubernetes.fleet import Fleet

    return Fleet(cloud.directory, _LOG.info)


def _set_up_moto(cloud: CloudFile) -> None:
    """moto reads its settings from the environment when it is imported."""
    # time_machine imports pytest if it can, only to offer a fixture: a tenth of the time to start.
    sys.modules.setdefault("pytest", None)  # type: ignore[arg-type]  # None: there is no such module
    _read_models_once()
    os.environ["MOTO_ACCOUNT_ID"] = cloud.account_id
    os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"
    # moto must never call itself, or a cloud elsewhere, with what this process inherited.
    for name in (
        "AWS_ENDPOINT_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
    ):
        os.environ.pop(name, None)


def _read_models_once() -> None:
    """botocore parses its descriptions of AWS anew for every session, of which moto makes several."""
    from botocore.loaders import JSONFileLoader

    load_file = JSONFileLoader.load_file
    known: dict[str, Any] = {}

    def load_once(self: JSONFileLoader, file_path: str) -> Any:
        if file_path not in known:
            known[file_path] = load_file(self, file_path)
        return known[file_path]

    loader: Any = JSONFileLoader
    loader.load_file = load_once
