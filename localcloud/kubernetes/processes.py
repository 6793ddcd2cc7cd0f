"""Programs that outlive whoever started them: start, find again, stop, and what they said last."""

import contextlib
import hashlib
import json
import os
import subprocess
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.private_files import private_directory, write_private

_LOG_BYTES = 8 * 1024 * 1024
_CLOCK_SECONDS = 2.0  # a start time is derived from the wall clock, which may be corrected meanwhile
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Program:
    """What to run. A change of the command or of a file in `reads` means that it must be started anew.

    When it is stopped it has `stop_seconds` to end by itself.
    """

    name: str
    command: Sequence[str]
    reads: Sequence[Path] = field(default=())
    stop_seconds: float = 10.0

    @property
    def fingerprint(self) -> str:
        """Changes when the command or the content of a file that is read at start changes."""
        digest = hashlib.sha256("\0".join(self.command).encode())
        for path in self.reads:
            digest.update(path.read_bytes())
        return digest.hexdigest()


class Daemon:
    """The process of one program under a directory: `run/NAME.json` (who it is) and `log/NAME.log`."""

    def __init__(self, name: str, directory: Path) -> None:
        self.name, self._directory = name, directory
        self.log = directory / "log" / f"{name}.log"
        self._record = directory / "run" / f"{name}.json"

    def process(self) -> psutil.Process | None:
        """The running process of an earlier `start`, of whatever session; None if it has ended."""
        try:
            record = json.loads(self._record.read_text())
            if record["directory"] != str(self._directory):
                return None  # a copy of a directory has the records of the original's processes
            process = psutil.Process(record["pid"])
            if abs(process.create_time() - record["started"]) > _CLOCK_SECONDS or not _is_alive(process):
                return None
            # Empty for the instant in which a process is still becoming its program.
            return process if process.cmdline() in ([], record["command"]) else None
        except (FileNotFoundError, psutil.NoSuchProcess, ValueError, KeyError):
            return None

    def runs(self, program: Program) -> bool:
        """True if it runs, and runs this very program with these very files."""
        if self.process() is None:
            return False
        return bool(json.loads(self._record.read_text())["fingerprint"] == program.fingerprint)

    def start(self, program: Program) -> None:
        """Starts the program in a session of its own, after ending what is left of an earlier one."""
        self.stop()
        end(strays([Path(program.command[0]).name], self._directory), program.stop_seconds)
        private_directory(self.log.parent)
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            child = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._directory,
                env={"PATH": os.defpath, "HOME": str(self._directory)},
                start_new_session=True,
            )
        _children[child.pid] = child
        record = {
            "directory": str(self._directory),
            "pid": child.pid,
            "started": psutil.Process(child.pid).create_time(),
            "command": list(program.command),
            "fingerprint": program.fingerprint,
            "stop_seconds": program.stop_seconds,
        }
        write_private(self._record, json.dumps(record))

    def stop(self) -> None:
        """Asks the process to end, makes it end if it does not, and returns when it has ended."""
        process = self.process()
        if process is not None:
            end([process], json.loads(self._record.read_text())["stop_seconds"])
        self._record.unlink(missing_ok=True)

    def last_words(self, lines: int = 12) -> str:
        """The last lines of the log."""
        if not self.log.exists():
            return "(it wrote no log)"
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 64 * 1024))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    def check_alive(self) -> None:
        """Raises KubernetesError with the program's last words if it has ended."""
        if self.process() is None:
            raise KubernetesError(
                f"{self.name} ended by itself; it said last:\n{self.last_words()}\nall of it: {self.log}"
            )


def strays(names: Collection[str], directory: Path) -> list[psutil.Process]:
    """The processes of the programs that work in the directory, whether a record names them or not.

    Whoever is killed between starting a program and recording it leaves one that no record names.
    """
    home = f"{directory}{os.sep}"
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or [""]
        if Path(command[0]).name in names and any(home in argument for argument in command):
            found.append(process)
    return found


def end(processes: Sequence[psutil.Process], seconds: float) -> None:
    """Ends the processes: SIGTERM to all, SIGKILL to those that are still there after `seconds`."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    deadline = time.monotonic() + seconds
    alive = [process for process in processes if _is_alive(process)]
    while alive and time.monotonic() < deadline:
        time.sleep(0.02)
        alive = [process for process in alive if _is_alive(process)]
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    while any(_is_alive(process) for process in alive):
        time.sleep(0.02)


def _is_alive(process: psutil.Process) -> bool:
    child = _children.get(process.pid)
    if child is not None and child.poll() is not None:
        _children.pop(process.pid, None)
        return False
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
