"""The users of RabbitMQ beyond its first one, which the app connects as: none of them is an administrator."""

import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import httpx

# The one that a broker has from its start, and that an address without one means.
VIRTUAL_HOST = "/"
# The app makes the queues and exchanges that it uses, and Celery some of its own.
EVERYTHING = {"configure": ".*", "write": ".*", "read": ".*"}
TIMEOUT_SECONDS = 30


def make_users(
    console: str, administrator: tuple[str, str], passwords: Mapping[str, str], ca_file: Path | None
) -> None:
    """Make each login of `passwords`, or set its password. Raises httpx.HTTPError."""
    trust = ssl.create_default_context(cafile=ca_file)
    with httpx.Client(base_url=console, auth=administrator, verify=trust, timeout=TIMEOUT_SECONDS) as api:
        for login, password in passwords.items():
            name, host = quote(login, safe=""), quote(VIRTUAL_HOST, safe="")
            user = {"password": password, "tags": ""}
            api.put(f"/api/users/{name}", json=user).raise_for_status()
            api.put(f"/api/permissions/{host}/{name}", json=EVERYTHING).raise_for_status()
