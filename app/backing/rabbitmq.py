"""RabbitMQ with TLS on a node of its own."""

import os
import secrets
import signal
from pathlib import Path

from app.backing.process import Child, free_port, listens, program
from app.backing.tls import Certificates

USER = "app"


class RabbitMq:
    def __init__(self, folder: Path, certificates: Certificates, *, console: bool = False) -> None:
        """With its console and the interface behind it, if asked for, which takes a second more to start."""
        self.port = free_port()
        self._folder = folder
        self.log_file = folder / "log"
        self._password = secrets.token_urlsafe(16)
        self._epmd_port = free_port()
        self._epmd: Child | None = None
        self._child: Child | None = None
        folder.mkdir(parents=True)
        self._console_port = free_port()
        (folder / "plugins").write_text("[rabbitmq_management].\n" if console else "[].\n")
        lines = {
            "listeners.tcp": "none", "listeners.ssl.default": f"127.0.0.1:{self.port}",
            "ssl_options.cacertfile": certificates.ca_file,
            "ssl_options.certfile": certificates.certificate_file,
            "ssl_options.keyfile": certificates.key_file, "ssl_options.verify": "verify_none",
            "default_user": USER, "default_pass": self._password, "loopback_users": "none",
            # A small disk is no reason to stop a trial.
            "disk_free_limit.absolute": "50MB",
        }  # fmt: skip
        if console:
            lines |= {
                "management.ssl.port": self._console_port, "management.ssl.ip": "127.0.0.1",
                "management.ssl.cacertfile": certificates.ca_file,
                "management.ssl.certfile": certificates.certificate_file,
                "management.ssl.keyfile": certificates.key_file,
            }  # fmt: skip
        (folder / "rabbitmq.conf").write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))

    @property
    def url(self) -> str:
        return f"amqps://{USER}:{self._password}@localhost:{self.port}//"

    @property
    def console_url(self) -> str:
        return f"https://localhost:{self._console_port}"

    @property
    def administrator(self) -> tuple[str, str]:
        return USER, self._password

    @property
    def _environment(self) -> dict[str, str]:
        folder = self._folder
        return os.environ | {
            "HOME": str(folder), "RABBITMQ_NODENAME": f"app{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1", "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"), "RABBITMQ_LOG_BASE": str(folder / "logs"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"), "RABBITMQ_LOGS": "-",
            "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": str(self._epmd_port),
            # Few schedulers: it shares two cores with the tests.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none",
        }  # fmt: skip

    def start(self) -> "RabbitMq":
        # Started here, or the node would start a daemon that outlives it.
        environment = self._environment
        if self._epmd is None:
            command = [program("epmd"), "-port", str(self._epmd_port), "-address", "127.0.0.1"]
            self._epmd = Child(command, self._folder / "epmd.log", environment)
            self._epmd.wait_until(listens(self._epmd_port))
        self._child = Child([program("rabbitmq-server")], self.log_file, environment)
        self._child.wait_until(listens(self.port))
        return self

    def stop(self) -> None:
        for child in (self._child, self._epmd):
            if child is not None:
                child.stop()
        self._epmd = None

    def kill(self) -> None:
        """As a crash of the node would: the child is a shell that only waits for it."""
        if self._child is not None:
            os.kill(int((self._folder / "pid").read_text()), signal.SIGKILL)
            self._child.kill()
