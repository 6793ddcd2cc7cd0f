"""Which replicas may serve reads now: those that answer and are not far behind the master."""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence

import psycopg

from app.database.address import Login, Server

log = logging.getLogger(__name__)

# A replica further behind than this serves no reads.
MAX_LAG_SECONDS = 2.0
SAMPLE_SECONDS = 0.5
# A replica that is behind the oldest sample is out of use anyway.
KEPT_SAMPLES = 60

Connection = psycopg.Connection[tuple[object, ...]]


class LagClock:
    """How far behind a position in the log is in time, from when the master was seen to have reached it."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=KEPT_SAMPLES)

    def master_at(self, position: int, now: float) -> None:
        # While nothing is written the first time of a position is the one that counts.
        if not self._samples or position > self._samples[-1][1]:
            self._samples.append((now, position))

    def lag_seconds(self, position: int, now: float) -> float:
        """0 for a replica that has everything; otherwise the age of the first thing it has not."""
        missing = [when for when, reached in self._samples if reached > position]
        return now - missing[0] if missing else 0.0


class ReplicaWatch:
    """Samples the master and the replicas from a thread of its own."""

    def __init__(self, login: Login, master: Server, replicas: Sequence[Server]) -> None:
        self._login = login
        self._master = master
        self._replicas = tuple(replicas)
        self._clock = LagClock()
        self._connections: dict[Server, Connection] = {}
        self._lags: dict[Server, float | None] = dict.fromkeys(self._replicas)
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    @property
    def lags(self) -> Mapping[Server, float | None]:
        """Seconds behind the master by replica; None for one that does not answer."""
        self.ensure_started()
        return dict(self._lags)

    def usable(self) -> list[Server]:
        return [server for server, lag in self.lags.items() if lag is not None and lag <= MAX_LAG_SECONDS]

    def ensure_started(self) -> None:
        # At the first use, so that the thread belongs to the worker process and not to its parent.
        if self._thread is None:
            with self._start:
                if self._thread is None:
                    self.sample()
                    self._thread = threading.Thread(target=self._run, name="replica-watch", daemon=True)
                    self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        for connection in self._connections.values():
            connection.close()

    def _run(self) -> None:
        while not self._stopped.wait(SAMPLE_SECONDS):
            self.sample()

    def sample(self) -> None:
        written = self._position(self._master, "pg_current_wal_lsn()")
        now = time.monotonic()
        if written is not None:
            self._clock.master_at(written, now)
        for replica in self._replicas:
            replayed = self._position(replica, "pg_last_wal_replay_lsn()")
            lag = None if replayed is None else self._clock.lag_seconds(replayed, time.monotonic())
            if (lag is None) != (self._lags[replica] is None):
                log.warning("replica %s is %s", replica, "gone" if lag is None else "there")
            self._lags[replica] = lag

    def _position(self, server: Server, function: str) -> int | None:
        """The server's place in the log in bytes, or None where it does not say."""
        try:
            connection = self._connections.get(server)
            if connection is None:
                connection = self._login.connect([server], autocommit=True, statement_seconds=1)
                self._connections[server] = connection
            row = connection.execute(f"SELECT ({function} - '0/0'::pg_lsn)::bigint").fetchone()
        except psycopg.Error:
            if broken := self._connections.pop(server, None):
                broken.close()
            return None
        return int(str(row[0])) if row is not None and row[0] is not None else None
