"""The logins of databases and brokers: always two, so that one is changed while the other is in use."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import Literal

from components.size import PositiveCount, Size
from components.workloads.app_process import ProcessName, shape

# Whose are the tables: the login of the migrations.
OWNER = "app_owner"
# Who uses a broker: all processes alike, as Celery has exchanges that all of them share.
BROKER_GROUP = "app"


class LoginRotation(Size):
    """Raise the number of the login that is not in use, update, then use that one, and update again.

    A number is the generation of its logins' passwords.
    """

    in_use: Literal["a", "b"]
    a: PositiveCount
    b: PositiveCount

    def generations(self) -> dict[str, int]:
        """Return the generation of each login."""
        return {"a": self.a, "b": self.b}


def group(process: ProcessName) -> str:
    """Return the role of a process, of which its logins are members."""
    return f"app_{shape(process)}"


def passwords(
    root: str, database: str, processes: Iterable[ProcessName], rotation: LoginRotation
) -> dict[str, str]:
    """Return the password of every login of a database."""
    groups = [OWNER, *(group(process) for process in processes)]
    return {
        f"{name}_{login}": _password(root, f"{database} {name}_{login} {generation}")
        for name in groups
        for login, generation in rotation.generations().items()
    }


def broker_passwords(root: str, broker: str, rotation: LoginRotation) -> dict[str, str]:
    """Return the password of every login of a broker."""
    return {
        f"{BROKER_GROUP}_{login}": _password(root, f"broker {broker} {login} {generation}")
        for login, generation in rotation.generations().items()
    }


def _password(root: str, what_for: str) -> str:
    # Derived, not stored: one root to keep, and the same password on every run.
    derived = hmac.new(root.encode(), what_for.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(derived).decode().rstrip("=")
