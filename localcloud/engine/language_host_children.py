"""The processes that the language host starts: each with a session of its own, to end as a whole."""

import contextlib
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

GRACE_SECONDS = 5

Stream = Literal["stdout", "stderr"]
# Registers what to call when the engine no longer waits for the answer (a gRPC context's add_callback).
WhenAbandoned = Callable[[Callable[[], None]], object]


@dataclass(frozen=True)
class Command:
    """What to start, where, and with which whole environment."""

    arguments: Sequence[str]
    directory: Path
    environment: Mapping[str, str]


class Children:
    """Starts processes and ends all that still run, whole process groups at a time.

    A terminal's Ctrl-C does not reach them: the engine hears it, cancels in order, and asks us to end them.
    """

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self.ended = False

    def run(self, command: Command, when_abandoned: WhenAbandoned) -> int:
        """Runs to the end on our own standard streams; the return code, negative if a signal ended it."""
        with self._started(command, when_abandoned, None) as process:
            return process.wait()

    def stream(
        self, command: Command, when_abandoned: WhenAbandoned
    ) -> Generator[tuple[Stream, bytes] | int, None, None]:
        """Yields each line as it is written, and at last the return code."""
        with self._started(command, when_abandoned, subprocess.PIPE) as process:
            lines: queue.SimpleQueue[tuple[Stream, bytes] | None] = queue.SimpleQueue()

            def read(name: Stream, pipe: IO[bytes] | None) -> None:
                for line in pipe or ():
                    lines.put((name, line))
                lines.put(None)

            threading.Thread(target=read, args=("stdout", process.stdout), daemon=True).start()
            threading.Thread(target=read, args=("stderr", process.stderr), daemon=True).start()
            for _ in range(2):
                yield from iter(lines.get, None)
            yield process.wait()

    def end(self) -> None:
        """Ends every process, and starts none from now on."""
        with self._lock:
            self.ended = True
            running = list(self._running)
        for process in running:
            _end(process)

    @contextlib.contextmanager
    def _started(
        self, command: Command, when_abandoned: WhenAbandoned, output: int | None
    ) -> Iterator[subprocess.Popen[bytes]]:
        with self._lock:
            if self.ended:
                raise InterruptedError("the engine has cancelled")
            process = subprocess.Popen(
                command.arguments,
                cwd=command.directory,
                env=command.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            self._running.add(process)
        when_abandoned(lambda: _end(process) if process.poll() is None else None)
        try:
            yield process
        finally:
            _end(process)
            with self._lock:
                self._running.discard(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process with everything it has started: politely first, after GRACE_SECONDS for good."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
            return
