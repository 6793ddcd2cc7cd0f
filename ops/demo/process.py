"""A container's command as a process of this machine, until its probe says that it is ready."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import urllib3

from ops.demo.containers import Container, Manifest
from ops.demo.placed import Placed

# Of a process of this machine: where programs are, and where it may write.
OWN = ("HOME", "LANG", "PATH", "TMPDIR")
START_SECONDS = 180.0
PROBE_SECONDS = 5.0


class Failed(RuntimeError):
    """A process did not do what it has to; its last words are part of it."""


class Process:
    """`start`, then `wait_until_ready` or `wait_until_done`; `stop` even after a failure."""

    def __init__(self, container: Container, where: Placed, folder: Path) -> None:
        self.container, self._where = container, where
        self._log = folder / f"{container.workload}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._said = "nothing"

    def start(self) -> None:
        for path, text in self._where.files.items():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [*until_we_end(), *_here(self.container.command)],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C is ours: we end the processes in their order.
                start_new_session=True,
            )

    @property
    def port(self) -> int | None:
        """Where it is reached on this machine."""
        return next(iter(self._where.ports.values()), None)

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def wait_until_done(self) -> None:
        """Wait for a Job. Raise Failed."""
        if self._process is None or self._process.wait():
            raise Failed(f"{self.container.workload} failed: {self.last_words()}")

    def wait_until_ready(self) -> None:
        """Ask the container's own probe. Raise Failed."""
        end = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.has_ended():
                raise Failed(f"{self.container.workload} has ended: {self.last_words()}")
            if time.monotonic() > end:
                raise Failed(
                    f"{self.container.workload} is not ready after {START_SECONDS:.0f} s; its probe got "
                    f"{self._said}; {self.last_words()}"
                )
            time.sleep(0.1)

    def is_ready(self) -> bool:
        probe = self.container.probe
        if probe is None:
            return True
        if "exec" in probe:
            command = _here(probe["exec"]["command"])
            return subprocess.run(command, env=self._environment(), capture_output=True).returncode == 0
        self._said = _answer(self._address(probe["httpGet"]))
        return self._said.startswith(("2", "3"))

    def stop(self) -> None:
        """Tell it to end, as the kubelet would, and wait as long as its pod may take."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(self.container.grace_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        return f"{self._log} ends with\n" + self._log.read_text(errors="replace")[-2000:]

    def _environment(self) -> dict[str, str]:
        own = {name: os.environ[name] for name in OWN if name in os.environ}
        return {**own, **self._where.environment}

    def _address(self, probe: Manifest) -> str:
        port = probe["port"]
        number = self.container.ports[port] if isinstance(port, str) else int(port)
        return f"http://127.0.0.1:{self._where.ports[number]}{probe['path']}"


def _here(command: Sequence[str]) -> list[str]:
    return [sys.executable if command[0] == "python" else command[0], *command[1:]]


def until_we_end() -> Sequence[str]:
    """A prefix with which a process ends also when we are killed."""
    return ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


def _answer(address: str) -> str:
    """Return status and text, or why there is none."""
    try:
        got = urllib3.request("GET", address, timeout=PROBE_SECONDS, retries=False)
    except urllib3.exceptions.HTTPError as error:
        return str(error)
    return f"{got.status} {got.data.decode(errors='replace')[:500]}"
