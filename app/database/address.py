"""Where a database is and how to connect to it: always TLS, always checked against the name."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pydantic import SecretStr

from app.settings import DatabaseSettings

CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Server:
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, text: str) -> "Server":
        host, _, port = text.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError(f"{text!r} is not a server; write host:port")
        return cls(host, int(port))


@dataclass(frozen=True, kw_only=True)
class Login:
    database: str
    user: str
    password: SecretStr
    ca_file: Path
    application: str

    def connect(
        self, servers: Sequence[Server], *, autocommit: bool = False, statement_seconds: int = 25
    ) -> psycopg.Connection[tuple[object, ...]]:
        """A connection to one of `servers`, tried in random order."""
        return psycopg.connect(
            host=",".join(server.host for server in servers),
            port=",".join(str(server.port) for server in servers),
            load_balance_hosts="random",
            dbname=self.database,
            user=self.user,
            password=self.password.get_secret_value(),
            sslmode="verify-full",
            sslrootcert=str(self.ca_file),
            connect_timeout=CONNECT_SECONDS,
            # A server that stopped answering is noticed within seconds, not within the kernel's two hours.
            tcp_user_timeout=5000,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=2,
            application_name=self.application,
            options=f"-c statement_timeout={statement_seconds}s -c timezone=UTC",
            autocommit=autocommit,
        )


def login(settings: DatabaseSettings, application: str) -> Login:
    return Login(
        database=settings.database_name,
        user=settings.database_user,
        password=settings.database_password,
        ca_file=settings.database_ca_file,
        application=application,
    )
