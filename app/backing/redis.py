"""Redis with TLS and a password."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from app.backing.process import Child, free_port, program
from app.backing.tls import Certificates


class RedisServer:
    def __init__(
        self,
        folder: Path,
        certificates: Certificates,
        policy: str,
        password: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        """`policy` is what happens when memory is full: allkeys-lru for a cache, noeviction for the rest."""
        self.port = free_port()
        self._folder, self._certificates, self._policy = folder, certificates, policy
        self._password = password or secrets.token_urlsafe(16)
        self._options = options or {}
        self._child: Child | None = None
        folder.mkdir(parents=True)

    @property
    def url(self) -> str:
        return f"rediss://:{self._password}@localhost:{self.port}/0"

    @property
    def cluster_port(self) -> int:
        """Where other nodes of its cluster speak to it."""
        return int(self._options["cluster-port"])

    def start(self) -> "RedisServer":
        options = {
            "port": "0", "tls-port": str(self.port), "bind": "127.0.0.1", "dir": str(self._folder),
            "save": "",
            "tls-cert-file": str(self._certificates.certificate_file),
            "tls-key-file": str(self._certificates.key_file),
            "tls-ca-cert-file": str(self._certificates.ca_file), "tls-auth-clients": "no",
            "requirepass": self._password, "maxmemory": "256mb", "maxmemory-policy": self._policy,
            **self._options,
        }  # fmt: skip
        command = [
            program("redis-server"),
            *(part for name, value in options.items() for part in (f"--{name}", value)),
        ]
        self._child = Child(command, self._folder / "log")
        self._child.wait_until(self._answers)
        return self

    def client(self) -> Redis:
        return Redis.from_url(self.url, ssl_ca_certs=str(self._certificates.ca_file), socket_timeout=2)

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False
