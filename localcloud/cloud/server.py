"""The AWS server of a cloud: started, found again, asked, stopped."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import psutil

from localcloud.cloud.cloud import CHECKOUT, Cloud, foreign
from localcloud.cloud.errors import CloudError
from localcloud.progress import step

_MODULE = "localcloud.aws.server"
READY_SECONDS = 120.0
STOP_SECONDS = 30.0
# The server is on this machine: a proxy has no part in it.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def find(cloud: Cloud) -> psutil.Process | None:
    """The running server of this cloud, whoever started it: the process table cannot be out of date."""
    wanted = ["-m", _MODULE, "--cloud-dir", str(cloud.directory)]
    for process in psutil.process_iter(["cmdline", "status"]):
        if (process.info["cmdline"] or [])[1:] == wanted and process.info["status"] != psutil.STATUS_ZOMBIE:
            return process
    return None


def health(cloud: Cloud) -> dict[str, Any] | None:
    """What the server says of itself; None while it does not answer."""
    try:
        with _opener.open(f"{cloud.aws_url}/localcloud/health", timeout=5) as answer:
            said: dict[str, Any] = json.load(answer)
            return said
    except (OSError, ValueError):
        return None


def start(cloud: Cloud) -> None:
    """Starts the server and returns when it answers; CloudError with its last words if it does not."""
    log = cloud.directory / "log" / "aws.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with step(f"cloud {cloud.name}", "starting AWS", "AWS answers"), log.open("ab") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", _MODULE, "--cloud-dir", str(cloud.directory)],
            cwd=CHECKOUT,
            env={name: inherited[name] for name in inherited.keys() - foreign()},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,  # it outlives this command, and the terminal's Ctrl-C
        )
        deadline = time.monotonic() + READY_SECONDS
        while health(cloud) is None:
            if process.poll() is not None or time.monotonic() > deadline:
                last = " / ".join(log.read_text(errors="replace").splitlines()[-5:])
                raise CloudError(
                    f"the AWS server of cloud {cloud.name} does not come up: {last} (all in {log})"
                )
            time.sleep(0.05)


def checkpoint(cloud: Cloud) -> None:
    """Makes the server write its whole state to disk."""
    request = urllib.request.Request(
        f"{cloud.aws_url}/localcloud/checkpoint",
        method="POST",
        headers={"Authorization": f"Bearer {cloud.settings.secret_access_key}"},
    )
    try:
        with _opener.open(request, timeout=60):
            pass
    except urllib.error.URLError as error:
        raise CloudError(f"the AWS server of cloud {cloud.name} cannot write its state: {error}") from error


def stop(cloud: Cloud) -> bool:
    """Stops the server, which flushes its state first; False if none ran."""
    process = find(cloud)
    if process is None:
        return False
    process.resume()
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()  # every acknowledged change is on disk already
        process.wait(STOP_SECONDS)
    return True
