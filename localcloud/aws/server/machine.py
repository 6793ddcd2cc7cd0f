"""Executes requests on moto one at a time, such that what was answered is on disk and can be repeated."""

import fcntl
import hashlib
import logging
import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import time_machine

from localcloud.aws.extension.eks import control_plane
from localcloud.aws.server import snapshot
from localcloud.aws.server.answer import Answer, failure
from localcloud.aws.server.clusters import ClusterEvents
from localcloud.aws.server.randomness import Randomness
from localcloud.aws.server.reading import is_reading
from localcloud.aws.server.recent_answers import RecentAnswers
from localcloud.aws.server.record import Record
from localcloud.aws.server.request import AwsRequest
from localcloud.aws.server.write_ahead_log import WriteAheadLog

_LOG = logging.getLogger(__name__)
_IDLE_SECONDS = 0.5
_MOST_RECORDS = 2000
_PATIENCE_SECONDS = 5.0

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True)
class Outcome:
    """The answer, and the clusters that the request changed or removed."""

    answer: Answer
    clusters: frozenset[str] = frozenset()


class AlreadyRunning(Exception):
    """Two servers would overwrite each other's state."""


class Machine:
    """`directory` holds the snapshot and the log; `events` collects what happens to EKS clusters.

    Raises AlreadyRunning if another process has the directory.
    """

    def __init__(self, application: WsgiApplication, directory: Path, events: ClusterEvents) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._hold = _hold(directory)
        self._application = application
        self._events = events
        self._snapshot = directory / "snapshot"
        self._log = WriteAheadLog(directory / "log")
        self._randomness = Randomness()
        self._recent = RecentAnswers()
        self._lock = threading.RLock()
        self._sequence = 0
        self._last_change = 0.0
        self._wake = threading.Event()

    def restore(self) -> int:
        """Brings back the state as of the last answer; returns how many requests were executed anew."""
        with self._lock:
            kept, recent = snapshot.read(self._snapshot)
            self._sequence = kept
            self._recent.take(recent)
            replayed = 0
            for payload in self._log.read():
                record = Record.from_bytes(payload)
                if record.sequence > kept:
                    self._replay(record)
                    replayed += 1
        return replayed

    def execute(self, request: AwsRequest) -> Outcome:
        """Answers one request. Raises ControlPlaneWanted before anything was changed."""
        with self._lock:
            outcome = self._execute(request)
        # Others go on meanwhile. After a reading too: what it tells may not be on disk yet.
        _or_stop(self._log.flush)
        return outcome

    def _execute(self, request: AwsRequest) -> Outcome:
        seed, at = os.urandom(16), round(time.time(), 6)
        if recalled := self._recent.recall(request):
            return Outcome(recalled)
        self._events.begin()
        answer = self._run(request, seed, at, keys=None)
        if not is_reading(request) or self._randomness.drawn:
            self._append(request, seed, at, answer)
        return Outcome(answer, frozenset(self._events.touched))

    def checkpoint(self) -> None:
        """Writes a snapshot and empties the log, if there is anything in it."""
        with self._lock:
            if self._log.records:
                snapshot.write(self._snapshot, self._sequence, self._recent.to_list())
                self._log.clear()

    def checkpoint_when_idle(self) -> None:
        """Runs for ever, in a thread of its own."""
        while True:
            self._wake.wait()
            while (idle := time.monotonic() - self._last_change) < _IDLE_SECONDS:
                if self._log.records > _MOST_RECORDS:
                    break
                time.sleep(_IDLE_SECONDS - idle)
            self._wake.clear()
            try:
                self.checkpoint()
            except Exception:
                # The log has it all: the next change tries again.
                _LOG.exception("The snapshot could not be written.")

    def _append(self, request: AwsRequest, seed: bytes, at: float, answer: Answer) -> None:
        record = Record(
            sequence=self._sequence + 1,
            seed=seed,
            at=at,
            request=request,
            keys=self._randomness.keys,
            clusters=self._events.used(),
            answer=_digest(answer),
        )
        _or_stop(lambda: self._log.append(record.to_bytes()))
        self._sequence += 1
        self._recent.keep(request, answer)
        self._last_change = time.monotonic()
        self._wake.set()

    def _replay(self, record: Record) -> None:
        self._events.begin(
            {name: control_plane.Endpoint(**fields) for name, fields in record.clusters.items()}
        )
        answer = self._run(record.request, record.seed, record.at, keys=record.keys)
        self._sequence = record.sequence
        self._recent.keep(record.request, answer)
        if _digest(answer) != record.answer:
            name = record.request.operation or f"{record.request.method} {record.request.target}"
            _LOG.warning("Request %d (%s) came out differently when executed again.", record.sequence, name)

    def _run(self, request: AwsRequest, seed: bytes, at: float, keys: list[bytes] | None) -> Answer:
        self._randomness.begin(seed, keys)
        # The clock stands still, so that every time of day that moto keeps can be kept again.
        with time_machine.travel(at, tick=False):
            try:
                return self._call(request)
            except control_plane.ControlPlaneWanted:
                raise
            except NotImplementedError as error:  # moto's word for an operation that it lacks
                return failure(request, 501, "NotImplemented", str(error))
            except Exception as error:
                _LOG.error("%s %s failed:\n%s", request.method, request.target, traceback.format_exc())
                return failure(
                    request, 500, "InternalFailure", f"moto failed: {type(error).__name__}: {error}"
                )

    def _call(self, request: AwsRequest) -> Answer:
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            started[:] = [status, headers]

        body = self._application(request.to_wsgi(), start_response)
        try:
            content = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        return Answer(started[0], started[1], content)


def _or_stop(write: Callable[[], None]) -> None:
    """If the log cannot be written, memory is ahead of the disk: only a restart tells the truth again."""
    try:
        write()
    except OSError:
        _LOG.critical("The log cannot be written, so the server stops.", exc_info=True)
        os._exit(1)


def _hold(directory: Path) -> int:
    """Takes the directory for this process; one that is about to end is waited for."""
    file = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise AlreadyRunning(f"Another server runs on {directory}: stop it first.") from error
            time.sleep(0.05)
        else:
            return file


def _digest(answer: Answer) -> str:
    return hashlib.blake2b(answer.status.encode() + b"\n" + answer.body, digest_size=8).hexdigest()
