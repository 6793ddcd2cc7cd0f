"""One control plane: etcd, kube-apiserver, controllers, scheduler and kwok, on free loopback ports."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from localcloud.kubernetes import kubeconfigs, ports
from localcloud.kubernetes.access import MANAGER, cluster_objects, path_of
from localcloud.kubernetes.api import Api
from localcloud.kubernetes.certificates import ensure_certificates
from localcloud.kubernetes.command_lines import PROGRAMS, Layout, programs
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.health import api_is_ready, controllers_work, etcd_is_ready
from localcloud.kubernetes.private_files import private_directory, write_private
from localcloud.kubernetes.processes import Daemon, end, strays
from localcloud.lock import locked
from localcloud.progress import elapsed
from localcloud.toolchain.programs import executable

_USERS = ("admin", "controller-manager", "scheduler", "kwok")
_READY_SECONDS = 60.0
_POLL_SECONDS = 0.05
_STRAY_SECONDS = 5.0
# Strangers may ask whether the server is well, and nothing else.
_AUTHENTICATION = {
    "apiVersion": "apiserver.config.k8s.io/v1",
    "kind": "AuthenticationConfiguration",
    "anonymous": {
        "enabled": True,
        "conditions": [{"path": path} for path in ("/livez", "/readyz", "/healthz")],
    },
}


class ControlPlane:
    """The control plane of one directory. Its programs outlive this process and are found again."""

    def __init__(
        self,
        directory: Path,
        report: Callable[[str], None] = lambda _: None,
        ready_seconds: float = _READY_SECONDS,
    ) -> None:
        self._directory = directory.absolute()
        self._report, self._ready_seconds = report, ready_seconds

    @property
    def exists(self) -> bool:
        """True if it was made here once, whether it runs or not."""
        return (self._directory / "cluster.json").is_file()

    @property
    def layout(self) -> Layout:
        """Its ports and files; KubernetesError if it was never made."""
        if not self.exists:
            raise KubernetesError(
                f"there is no control plane in {self._directory}: create the EKS cluster first"
            )
        record = self._record()
        return Layout(self._directory, record["etcd_port"], record["api_port"])

    def ensure(self, authenticator_url: str | None = None) -> Layout:
        """Starts what does not run, keeps what runs, returns when API server and controllers work.

        Without `authenticator_url` the token authenticator of the last call stays.
        """
        with self._locked():
            started = time.monotonic()
            ensure_certificates(self._directory / "certificates")
            layout = self._choose_ports()
            self._write_files(layout, authenticator_url)
            begun = self._start(layout)
        if begun:
            self._report(
                f"{self._directory.name}: {', '.join(begun)} ready in {elapsed(time.monotonic() - started)}"
            )
        return layout

    def running(self) -> dict[str, bool]:
        """Whether each of the five programs runs."""
        return {name: self._daemon(name).process() is not None for name in PROGRAMS}

    def api(self) -> Api:
        """The API server, as its administrator."""
        return Api(kubeconfigs.of_certificate(self.layout, "admin"))

    def stop(self) -> None:
        """Ends the programs; everything stays on disk."""
        if self.exists:
            with self._locked():
                self._stop()

    def remove(self) -> None:
        """Ends the programs and deletes everything of this control plane."""
        if self._directory.exists():
            with self._locked():
                self._stop()
                shutil.rmtree(self._directory)

    def _stop(self) -> None:
        for name in reversed(PROGRAMS):
            self._daemon(name).stop()
        end(strays(PROGRAMS, self._directory), _STRAY_SECONDS)

    def _daemon(self, name: str) -> Daemon:
        return Daemon(name, self._directory)

    def _start(self, layout: Layout) -> list[str]:
        wanted, begun = programs(layout, executable), list[str]()

        def keep(name: str) -> None:
            daemon = self._daemon(name)
            if daemon.runs(wanted[name]):
                return
            if name in begun:
                daemon.check_alive()
            daemon.start(wanted[name])
            begun.append(name)

        api = Api(kubeconfigs.of_certificate(layout, "admin"))
        # What must hold before later programs start: they need the server, and kwok its permissions.
        conditions: dict[str, Callable[[], bool]] = {
            "etcd": lambda: etcd_is_ready(layout),
            "kube-apiserver": lambda: api_is_ready(layout, api) and self._prepare(api),
        }
        for name in PROGRAMS:
            keep(name)
            if name in conditions:
                self._wait(name, conditions[name], keep)
        self._wait("kube-controller-manager", lambda: controllers_work(api), keep)
        for name in PROGRAMS:
            keep(name)  # one that was killed may have been ending still when its turn came
        return begun

    def _wait(self, name: str, is_ready: Callable[[], bool], keep: Callable[[str], None]) -> None:
        deadline = time.monotonic() + self._ready_seconds
        while not is_ready():
            keep(name)
            if time.monotonic() > deadline:
                words = self._daemon(name).last_words()
                raise KubernetesError(
                    f"{name} was not ready in {self._ready_seconds:.0f} s; it said last:\n{words}"
                )
            time.sleep(_POLL_SECONDS)

    def _prepare(self, api: Api) -> bool:
        objects, record = cluster_objects(), self._record()
        digest = hashlib.sha256(json.dumps(objects).encode()).hexdigest()
        if record.get("prepared") != digest:
            for item in objects:
                api.apply(path_of(item), item, MANAGER, force=True)
            self._write_record({**record, "prepared": digest})
        return True

    def _choose_ports(self) -> Layout:
        record = self._record()
        layout = Layout(self._directory, record.get("etcd_port", 0), record.get("api_port", 0))
        chosen = dict(record)
        running = self.running() if self.exists else {}
        for program, key in (("etcd", "etcd_port"), ("kube-apiserver", "api_port")):
            port = getattr(layout, key)
            if not port or (not running.get(program) and not ports.becomes_free(port)):
                chosen[key] = ports.choose(
                    frozenset(filter(None, (chosen.get("etcd_port"), chosen.get("api_port"))))
                )
        if chosen != record:
            self._write_record(chosen)
        return Layout(self._directory, chosen["etcd_port"], chosen["api_port"])

    def _write_files(self, layout: Layout, url: str | None) -> None:
        write_private(layout.authentication, kubeconfigs.dump(_AUTHENTICATION))
        for user in _USERS:
            write_private(layout.kubeconfig(user), kubeconfigs.dump(kubeconfigs.of_certificate(layout, user)))
        if url is not None:
            write_private(layout.webhook, kubeconfigs.dump(kubeconfigs.of_webhook(url)))

    def _record(self) -> dict[str, Any]:
        if not self.exists:
            return {}
        record: dict[str, Any] = json.loads((self._directory / "cluster.json").read_text())
        return record

    def _write_record(self, record: dict[str, Any]) -> None:
        write_private(self._directory / "cluster.json", json.dumps(record, indent=1))

    def _locked(self) -> AbstractContextManager[None]:
        # Beside the directory, not in it: `remove` deletes the directory while it holds the lock.
        lock = private_directory(self._directory.parent) / f".{self._directory.name}.lock"
        name = self._directory.name
        return locked(
            lock, lambda holder: self._report(f"{name}: waiting for process {holder}, which works on it")
        )
