"""Free ports of this machine."""

import secrets
import socket
from contextlib import suppress

# The kernel gives none of these to an outgoing connection between our look and its use.
PORTS = range(15000, 32000)


def free_port() -> int:
    """Return one on which nobody listens; nobody is kept from taking it."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
