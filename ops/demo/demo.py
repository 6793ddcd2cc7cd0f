"""A phase as processes of this machine: its stores, the jobs before them, all that serves, and the edge."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

from ops.demo.containers import Container, Deployed
from ops.demo.edge import Edge
from ops.demo.placed import placed
from ops.demo.ports import free_port
from ops.demo.process import Failed, Process
from ops.demo.routes import routes
from ops.demo.surroundings import Surroundings

ADMIN = "admin@demo.example"


def say(text: str) -> None:
    """Tell progress, which is nobody's output."""
    print(text, file=sys.stderr, flush=True)


class Demo:
    """Of one phase, in a folder of its own; `start`, and `stop` even after a failed start."""

    def __init__(self, phase: str, found: Deployed, folder: Path, workers: int = 1) -> None:
        self.phase, self._found, self.folder, self._workers = phase, found, folder, workers
        self._surroundings = Surroundings(phase, folder)
        self._ports = {
            one.workload: {port: free_port() for port in one.ports.values()} for one in found.servers()
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
