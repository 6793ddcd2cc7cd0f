"""The processes of the app's image: how each is started, and what it talks to besides its stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

ProcessName = Literal["monolith", "platform", "coocook", "sns-auto", "review", "ai", "experience"]
QueueName = Literal["sns", "email", "background", "crawl", "ai"]
QUEUES: Final[tuple[QueueName, ...]] = get_args(QueueName)

# The image has nothing else in it that starts a process.
START: Final = ("python", "-m", "app.processes")


@dataclass(frozen=True, kw_only=True)
class AppProcess:
    """`asks` are the processes whose pages it reads while it answers a request.

    Only a process that signs people in has the key that signs tokens. Beyond the platform a web process only
    reaches the payment provider, if it takes payments; all else outside is the workers' to call.
    """

    framework: Literal["flask", "fastapi"]
    asks: tuple[ProcessName, ...] = ()
    signs_in: bool = False
    takes_payments: bool = False
    searches: bool = False


PROCESSES: Final[Mapping[ProcessName, AppProcess]] = {
    "monolith": AppProcess(framework="flask", signs_in=True, takes_payments=True, searches=True),
    "platform": AppProcess(framework="flask", asks=("coocook",), signs_in=True, takes_payments=True),
    "coocook": AppProcess(framework="fastapi", asks=("platform",)),
    "sns-auto": AppProcess(framework="fastapi"),
    "review": AppProcess(framework="fastapi", searches=True),
    "ai": AppProcess(framework="fastapi", asks=("platform",)),
    "experience": AppProcess(framework="fastapi"),
}


def shape(process: ProcessName) -> str:
    """Return what the app's own names (roles, queues, role shapes) call a process."""
    return process.replace("-", "_")


def web_command(process: ProcessName) -> list[str]:
    """Return what starts a web process."""
    return [*START, process]


def worker_command(process: ProcessName) -> list[str]:
    """Return what starts a Celery worker."""
    return [*START, "worker", process]


def beat_command(process: ProcessName) -> list[str]:
    """Return what gives out the chores of a process."""
    return [*START, "beat", process]


def migrate_command(processes: list[ProcessName]) -> list[str]:
    """Return what brings the tables of the processes up to date, as far as running releases can live with."""
    return [*START, "migrate", "expand", *processes]


def broker_users_command() -> list[str]:
    """Return what makes the users of the broker."""
    return [*START, "broker-users"]


def roles_command() -> list[str]:
    """Return what makes the schemas and logins of a database."""
    return [*START, "roles"]
