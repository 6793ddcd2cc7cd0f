"""Which services run in this checkout: a folder for each phase, locked by the process that runs them."""

import fcntl
import os
import shlex
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.backing.phase import CHECKOUT

END_SECONDS = 90.0


class AlreadyRunning(RuntimeError):
    """Another process runs the services of this phase."""


def root() -> Path:
    return Path(os.environ.get("SOFTFACTORY_SERVICES") or CHECKOUT / ".services")


class Running:
    """`data` is elsewhere: the servers' own users must be able to walk to it."""

    def __init__(self, phase: str, base: Path | None = None) -> None:
        self.phase = phase
        self.folder = (base or root()) / phase
        self.log = self.folder / "log"
        self._lock = self.folder / "lock"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # It holds passwords.
        self.folder.chmod(0o700)
        self.log.touch()

    @contextmanager
    def held(self) -> Iterator[None]:
        """By the process that runs the services, to its end, however it ends."""
        self.prepare()
        with self._lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyRunning(
                    f"the services of {self.phase} run already; `make services-down` ends them"
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            try:
                yield
            finally:
                self.forget()
                lock.truncate(0)

    def pid(self) -> int | None:
        """Of the process that runs the services now."""
        if not self._lock.exists():
            return None
        with self._lock.open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read() or 0) or None
            return None

    def keep(self, shape: str, variables: Mapping[str, str]) -> None:
        """Let everybody of this user read the environment of `shape`, once it is whole."""
        lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
        new = self.folder / f"{shape}.new"
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text("".join(lines))
        new.rename(self.environment(shape))

    def environment(self, shape: str) -> Path:
        return self.folder / f"{shape}.env"

    def shapes(self) -> list[str]:
        """Those that can be started now; the first is the one to begin with."""
        return (self.folder / "ready").read_text().split() if (self.folder / "ready").exists() else []

    def ready(self, shapes: list[str]) -> None:
        (self.folder / "ready").write_text(" ".join(shapes))

    def forget(self) -> None:
        for path in [self.folder / "ready", *self.folder.glob("*.env")]:
            path.unlink(missing_ok=True)

    def end(self) -> bool:
        """End the services and wait for it; False where none run."""
        pid = self.pid()
        if pid is None:
            return False
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + END_SECONDS
        while self.pid() is not None:
            if time.monotonic() > end:
                raise TimeoutError(f"the services of {self.phase} (process {pid}) do not end; see {self.log}")
            time.sleep(0.05)
        return True


def all_running(base: Path | None = None) -> list[Running]:
    folder = base or root()
    found = [Running(path.name, folder) for path in sorted(folder.glob("*")) if path.is_dir()]
    return [one for one in found if one.pid() is not None]
