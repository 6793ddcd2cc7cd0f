"""Locks as the file backend of Pulumi leaves them."""

import json
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from localcloud.cloud.cloud import Cloud

LONG_AGO = timedelta(days=3650)


def lock(cloud: Cloud, pid: int, host: str = "", age: timedelta = timedelta()) -> Path:
    path = cloud.backend / ".pulumi" / "locks" / "organization" / "throwaway" / "one" / f"{pid}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    since = (datetime.now(UTC) - age).isoformat()
    content = {"pid": pid, "username": "me", "hostname": host or socket.gethostname(), "timestamp": since}
    path.write_text(json.dumps(content))
    return path


def gone() -> int:
    """The pid of a process that has ended."""
    pid = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(pid, 0)
    return pid
