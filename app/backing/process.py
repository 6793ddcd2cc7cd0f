"""Child processes that end with their parent, and waiting until they answer."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# Where Debian keeps programs; its wrapper of rabbitmq-server in sbin changes the user.
EXTRA_FOLDERS = (
    "/usr/lib/rabbitmq/bin", "/usr/lib/postgresql/15/bin", "/usr/lib/erlang/bin", "/usr/sbin",
    "/usr/lib/jvm/java-17-openjdk-amd64/bin", "/usr/lib/jvm/java-17-openjdk-arm64/bin",
)  # fmt: skip
PACKAGES = {
    "postgres": "postgresql-15", "initdb": "postgresql-15", "pg_basebackup": "postgresql-15",
    "redis-server": "redis-server", "rabbitmq-server": "rabbitmq-server", "epmd": "rabbitmq-server",
    "setpriv": "util-linux",
    "java": "openjdk-17-jdk-headless", "javac": "openjdk-17-jdk-headless", "mvn": "maven",
}  # fmt: skip
START_SECONDS = 240.0
STOP_SECONDS = 20.0
# Between two looks whether a server answers, which take processor time from its start.
FIRST_SECONDS, LAST_SECONDS = 0.02, 0.25


class MissingProgram(RuntimeError):
    """A program that a backing service needs is not installed."""


def program(name: str) -> str:
    path = os.pathsep.join([*EXTRA_FOLDERS, os.environ.get("PATH", os.defpath)])
    found = shutil.which(name, path=path)
    if found is None:
        raise MissingProgram(f"{name} is not installed; run: apt-get install -y {PACKAGES.get(name, name)}")
    return found


# The kernel gives none of these to an outgoing connection between our look and its use.
PORTS = range(15000, 32000)


def free_port() -> int:
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.add(port)
                return port


_given: set[int] = set()


def wait_until(ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not happen within {START_SECONDS:.0f} s")
        time.sleep(0.02)


class Child:
    """A server in the foreground, whose output goes to `log`."""

    def __init__(
        self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._log = log
        # Without this a killed test run would leave its servers behind.
        bound = [program("setpriv"), "--pdeathsig", "TERM", *command]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                bound, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment
            )

    def wait_until(self, ready: Callable[[], bool]) -> None:
        end, pause = time.monotonic() + START_SECONDS, FIRST_SECONDS
        while not ready():
            if self.process.poll() is not None or time.monotonic() > end:
                tail = self._log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{self.process.args!r} did not become ready:\n{tail}")
            time.sleep(pause)
            pause = min(pause * 1.3, LAST_SECONDS)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()


def listens(port: int) -> Callable[[], bool]:
    def answers() -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return answers
