"""`python -m ops.demo PHASE`: run what the deployed phase's pods would run, until Ctrl-C."""

import argparse
import fcntl
import json
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kubernetes import config

from ops.demo import visit
from ops.demo.containers import NothingDeployed, from_cluster
from ops.demo.demo import ADMIN, Demo, say
from ops.demo.process import Failed
from ops.demo.surroundings import NotStarted

FOLDER = Path(".services") / "demo"


class AlreadyRunning(RuntimeError):
    """Another process runs the demo of this phase."""


@contextmanager
def alone(phase: str) -> Iterator[Path]:
    """Yield the folder of a phase, empty and nobody else's, until the end. Raise AlreadyRunning."""
    folder = (FOLDER / phase).resolve()
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(f"the demo of {phase} runs already; end it there with Ctrl-C") from error
        shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def run(phase: str, port: int, workers: int) -> int:
    """Exit code 0 after Ctrl-C, 1 where something failed. Raise AlreadyRunning or NothingDeployed."""
    connect: Any = config.new_client_from_config
    found = from_cluster(connect())
    with alone(phase) as folder:
        return until_ctrl_c(Demo(phase, found, folder, workers), port)


def until_ctrl_c(demo: Demo, port: int) -> int:
    """Exit code 0 after Ctrl-C, 1 where something failed; the demo is ended in any case."""
    phase, folder = demo.phase, demo.folder
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        url = demo.start(port)
        password = secrets.token_urlsafe(16)
        demo.make_admin(password)
        say(visit.seed(url))
        _keep(folder / "running.json", {"url": url, "servers": demo.web(), "admin": [ADMIN, password]})
        say(f"\n{phase} is at {url} (as {ADMIN}; its password is in {folder}/running.json)")
        say(f"what it does with a request: make show PHASE={phase}\nCtrl-C ends it")
        demo.watch()
    except KeyboardInterrupt:
        pass
    except (Failed, NotStarted, visit.Unexpected) as error:
        say(str(error))
        return 1
    finally:
        # A second Ctrl-C would leave half of it behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        say("ending …")
        demo.stop()
    return 0


def show(phase: str) -> int:
    """Print what a running demo does with a request."""
    file = FOLDER / phase / "running.json"
    if not file.exists():
        say(f"no demo of {phase} runs here: start it in another terminal with `make demo PHASE={phase}`")
        return 1
    running = json.loads(file.read_text(encoding="utf-8"))
    try:
        for line in visit.show(running["url"], running["servers"], tuple(running["admin"])):
            print(line, flush=True)
    except (visit.Unexpected, OSError) as error:
        say(str(error))
        return 1
    return 0


def _keep(file: Path, content: object) -> None:
    file.touch(mode=0o600)
    file.write_text(json.dumps(content), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m ops.demo", description=__doc__)
    parser.add_argument("phase")
    parser.add_argument("--port", type=int, default=0, help="of the edge; a free one if not given")
    parser.add_argument("--workers", type=int, default=1, help="of each web process, whatever its pods have")
    parser.add_argument("--show", action="store_true", help="print what the running demo does with a request")
    given = parser.parse_args(arguments)
    try:
        return show(given.phase) if given.show else run(given.phase, given.port, given.workers)
    except NothingDeployed as error:
        say(f"{error}; deploy it first: make up PHASE={given.phase}")
    except AlreadyRunning as error:
        say(str(error))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
