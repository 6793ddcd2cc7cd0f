"""Locks that an update left behind when it was killed: the engine refuses to work until they are gone."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil

from localcloud.cloud.cloud import Cloud
from localcloud.progress import say

_CLOCK_SECONDS = 2.0


@dataclass(frozen=True)
class Lock:
    """Who holds a stack, as the file backend writes it."""

    path: Path
    pid: int
    host: str
    since: datetime

    @property
    def stack(self) -> str:
        return self.path.parent.name

    @property
    def is_held(self) -> bool:
        """Whether its process still runs; a pid that another process has got since does not count."""
        if self.host != socket.gethostname():
            return True  # nothing can be said of another machine's processes
        try:
            process = psutil.Process(self.pid)
            started_before = process.create_time() <= self.since.timestamp() + _CLOCK_SECONDS
            return started_before and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


def locks(cloud: Cloud) -> Iterator[Lock]:
    """Every lock in the cloud's backend."""
    for path in sorted((cloud.backend / ".pulumi" / "locks").rglob("*.json")):
        content = json.loads(path.read_text())
        since = datetime.fromisoformat(content["timestamp"])
        yield Lock(path, int(content["pid"]), str(content["hostname"]), since)


def release_stale(cloud: Cloud) -> None:
    """Removes the locks of processes that are gone, and says of which."""
    for lock in locks(cloud):
        if not lock.is_held:
            say(
                f"stack {lock.stack}: the update that process {lock.pid} began at {lock.since:%H:%M:%S} was "
                "killed; its lock is released"
            )
            lock.path.unlink(missing_ok=True)


def held(cloud: Cloud) -> list[Lock]:
    """The locks of updates that run."""
    return [lock for lock in locks(cloud) if lock.is_held]
