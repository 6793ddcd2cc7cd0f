"""How the processes of each kind work: the settings that only their start reads."""

from typing import Annotated, Final, Literal

from pydantic import Field

from app.settings import EnvironmentSettings, Port, Words

# A pod is reached from others; network policies say from which.
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104  as said
BindAddress = Literal["0.0.0.0", "127.0.0.1"]  # noqa: S104  as said


class WebSettings(EnvironmentSettings):
    """How a web process serves."""

    port: Port
    """Where it listens."""
    bind_address: BindAddress = EVERYWHERE
    """Whom it listens to: others too, or processes of the same machine only."""
    web_concurrency: Annotated[int, Field(ge=1)]
    """Worker processes."""
    worker_class: Literal["sync", "gevent"]
    """Of gunicorn; the FastAPI services have uvicorn's and need none of it."""
    worker_timeout_seconds: Annotated[int, Field(ge=1)]
    """A request, and the end of a process, take no longer."""


class WorkerSettings(EnvironmentSettings):
    """How a worker works."""

    worker_concurrency: Annotated[int, Field(ge=1)]
    """Jobs at once."""
    metrics_port: Port
    """Where Prometheus asks for its metrics."""
    bind_address: BindAddress = EVERYWHERE
    """From where it may ask: from others too, or from the same machine only."""
    worker_queues: Words = ()
    """The queues it takes jobs from; all of them where none is named."""


class BeatSettings(EnvironmentSettings):
    """What a beat does besides the chores."""

    cloudwatch_region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")] | None = None
    """Where CloudWatch is told how many jobs wait and how many are dead, if the broker is Redis."""
