"""Free TCP ports on the loopback address, kept below the range that the kernel hands out to clients."""

import random
import socket
import time

from localcloud.kubernetes.errors import KubernetesError

LOOPBACK = "127.0.0.1"
_LOWEST, _HIGHEST = 20000, 32000  # Linux takes the ports of outgoing connections from 32768 on
_ATTEMPTS = 200
_POLL_SECONDS = 0.02
_CONNECT_SECONDS = 1.0


def is_free(port: int) -> bool:
    """True if a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Go's listeners do
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def is_open(port: int) -> bool:
    """True if something accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(_CONNECT_SECONDS)
        return probe.connect_ex((LOOPBACK, port)) == 0


def becomes_free(port: int, seconds: float = 1.0) -> bool:
    """True if the port is free, or is within `seconds`: a killed server's threads let go of it one by one."""
    deadline = time.monotonic() + seconds
    while not is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def choose(avoid: frozenset[int] = frozenset()) -> int:
    """A free port that is not among those to avoid; chosen at random, so that two choosers rarely meet."""
    for _ in range(_ATTEMPTS):
        port = random.randrange(_LOWEST, _HIGHEST)  # noqa: S311, nothing is protected by it
        if port not in avoid and is_free(port):
            return port
    raise KubernetesError(
        f"no free TCP port found on {LOOPBACK} between {_LOWEST} and {_HIGHEST} in {_ATTEMPTS} attempts: "
        "stop embedded clouds that are not needed (make down)"
    )
