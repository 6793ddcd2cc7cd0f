"""Starts one process of the app: `python -m app.processes NAME [SHAPE …]`."""

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence

from app.domain.deployments import SHAPES
from app.process_settings import WebSettings
from app.settings import SettingsError, load_as

# The shapes that FastAPI serves; Flask serves the others.
FASTAPI = {name.replace("_", "-"): name for name in SHAPES if name not in ("monolith", "platform")}
STAGES = ("expand", "contract")


def _flask(shape: str) -> None:
    load_as(WebSettings, os.environ)
    settings = "python:app.processes.gunicorn_settings"
    _exec(["gunicorn", "--config", settings, f"app.processes.wsgi:make({shape!r})"])


def _fastapi(shape: str) -> None:
    web = load_as(WebSettings, os.environ | {"WORKER_CLASS": "sync"})
    _exec(
        ["uvicorn", "--factory", f"app.processes.asgi:{shape}", "--host", web.bind_address,
         "--port", str(web.port), "--workers", str(web.web_concurrency), "--no-access-log",
         "--timeout-graceful-shutdown", str(web.worker_timeout_seconds), "--timeout-keep-alive", "75"]
    )  # fmt: skip


def _exec(command: Sequence[str]) -> None:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-")
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606  a program of the table above


def _worker(*arguments: str) -> None:
    # Before anything imports prometheus_client, which reads it at import.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-")
    from app.processes.jobs import work

    work(_shape(arguments))


def _beat(*arguments: str) -> None:
    from app.processes.jobs import beat

    beat(_shape(arguments))


def _migrate(*arguments: str) -> None:
    from app.processes.database import make_tables

    stage, *shapes = arguments
    if stage not in STAGES or not shapes:
        raise SettingsError(f"migrate takes {' or '.join(STAGES)} and the shapes whose tables it makes")
    make_tables([_shape([shape]) for shape in shapes], "expand" if stage == "expand" else "contract")


def _roles() -> None:
    from app.processes.database import make_roles

    make_roles()


def _broker_users() -> None:
    from app.processes.jobs import make_broker_users

    make_broker_users()


def _admin() -> None:
    from app.processes.database import make_admin

    make_admin()


def _telegram(*arguments: str) -> None:
    from app.processes.telegram import call_me_at

    if len(arguments) != 1 or not arguments[0].startswith("https://"):
        raise SettingsError("telegram takes the public address of the app, which begins with https://")
    call_me_at(arguments[0])


def _shape(arguments: Sequence[str]) -> str:
    shape = arguments[0].replace("-", "_") if arguments else "monolith"
    if shape not in SHAPES:
        raise SettingsError(f"{shape!r} is not a shape; choose one of {', '.join(SHAPES)}")
    return shape


PROCESSES: Mapping[str, Callable[..., None]] = {
    "monolith": lambda: _flask("monolith"),
    "platform": lambda: _flask("platform"),
    **{name: (lambda shape=shape: _fastapi(shape)) for name, shape in FASTAPI.items()},
    "worker": _worker,
    "beat": _beat,
    "migrate": _migrate,
    "roles": _roles,
    "broker-users": _broker_users,
    "admin": _admin,
    "telegram": _telegram,
}


def main(arguments: Sequence[str]) -> None:
    if not arguments or arguments[0] not in PROCESSES:
        sys.exit(f"usage: python -m app.processes NAME [SHAPE …]\nNAME is one of {', '.join(PROCESSES)}")
    # As process 1 of a container it would not hear it before the process itself listens.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        PROCESSES[arguments[0]](*arguments[1:])
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
