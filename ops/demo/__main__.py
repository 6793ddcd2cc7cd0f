"""`python -m ops.demo PHASE`: run what the deployed phase's pods would run, until Ctrl-C."""

import argparse
import json
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from kubernetes import config

from ops.demo import visit
from ops.demo.containers import Container, Deployed, NothingDeployed, from_cluster
from ops.demo.edge import Edge
from ops.demo.placed import placed
from ops.demo.process import Failed, Process
from ops.demo.routes import routes
from ops.demo.surroundings import NotStarted, Surroundings

FOLDER = Path(".services") / "demo"
ADMIN = "admin@demo.example"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Demo:
    """Of one phase, in a folder of its own; `start`, and `stop` even after a failed start."""

    def __init__(self, phase: str, found: Deployed, folder: Path, workers: int = 1) -> None:
        self.phase, self._found, self.folder, self._workers = phase, found, folder, workers
        self._surroundings = Surroundings(phase, folder)
        self._ports = {
            one.workload: {port: _free_port() for port in one.ports.values()} for one in found.servers()
        }
        self.processes: list[Process] = []
        self._started: list[Process] = []
        self._edge: Edge | None = None

    def start(self, port: int = 0) -> str:
        """Start everything in the order of a rollout; return the URL. Raise Failed or NotStarted."""
        self._surroundings.start()
        for job in self._found.jobs():
            began = time.monotonic()
            self._started_process(job).wait_until_done()
            say(f"{job.workload}: done after {time.monotonic() - began:.1f} s")
        began = time.monotonic()
        for server in self._found.servers():
            self.processes.append(self._started_process(server))
        for process in self.processes:
            process.wait_until_ready()
            say(f"{process.container.workload}: ready after {time.monotonic() - began:.1f} s")
        pages = self.folder / "pages"
        subprocess.run([sys.executable, "-m", "app.site.build", str(pages)], check=True)
        ports = {one.container.workload: one.port for one in self.processes if one.port}
        self._edge = Edge(routes(self._found), ports, pages)
        return self._edge.start(port)

    def stop(self) -> None:
        """End it all, the edge first, then the processes at once, then their stores."""
        if self._edge is not None:
            self._edge.stop()
        ending = [threading.Thread(target=process.stop) for process in self._started]
        for one in ending:
            one.start()
        for one in ending:
            one.join()
        self._surroundings.stop()

    def watch(self) -> NoReturn:
        """Stay as long as all of them run. Raise Failed."""
        while True:
            for process in self.processes:
                if process.has_ended():
                    raise Failed(f"{process.container.workload} has ended: {process.last_words()}")
            time.sleep(0.5)

    def web(self) -> dict[str, str]:
        """Return the address of each process that serves people, by its workload."""
        served = set(self._found.services.values())
        return {
            one.container.workload: f"http://127.0.0.1:{one.port}"
            for one in self.processes
            if one.container.workload in served
        }

    def make_admin(self, password: str) -> None:
        """As an operator does after the first rollout, with the login of whoever signs people in."""
        (signer,) = (
            one
            for one in self._found.servers()
            if one.command[-1] in ("monolith", "platform") and one.workload in self.web()
        )
        own = {"ADMIN_EMAIL": ADMIN, "ADMIN_PASSWORD": password}
        command = (*signer.command[:-1], "admin")
        container = Container(
            "admin", "Job", command, {**signer.environment, **own}, signer.files, {}, None, 30
        )
        self._started_process(container, like=signer).wait_until_done()

    def _started_process(self, container: Container, like: Container | None = None) -> Process:
        neighbours = {
            f"http://{service}": f"http://127.0.0.1:{next(iter(self._ports[workload].values()))}"
            for service, workload in self._found.services.items()
            if workload in self._ports
        }
        where = placed(
            container,
            self._surroundings.of(like or container),
            self._ports.get(container.workload, {}),
            neighbours,
            self.folder / container.workload,
            self._workers,
        )
        process = Process(container, where, self.folder)
        self._started.append(process)
        process.start()
        return process


def run(phase: str, port: int, workers: int) -> int:
    """Exit code 0 after Ctrl-C, 1 where something failed."""
    folder = (FOLDER / phase).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    connect: Any = config.new_client_from_config
    demo = Demo(phase, from_cluster(connect()), folder, workers)
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
        shutil.rmtree(folder, ignore_errors=True)
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
