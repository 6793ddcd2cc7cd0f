"""PostgreSQL 15 with TLS, and replicas that stream from it."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg

from app.backing.process import Child, free_port, program
from app.backing.tls import Certificates

ADMIN = "app_admin"
SETTINGS = {
    "listen_addresses": "127.0.0.1", "ssl": "on", "ssl_min_protocol_version": "TLSv1.2",
    "wal_level": "logical", "max_connections": "300", "max_wal_senders": "10", "hot_standby": "on",
    "log_connections": "on",
    # For tests and trials: what is here may be lost with the machine.
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
}  # fmt: skip
HBA = "hostssl all all 127.0.0.1/32 scram-sha-256\nhostssl replication all 127.0.0.1/32 scram-sha-256\n"
# libpq looks for client certificates in HOME, which may be one that the server's user cannot read.
_ENVIRONMENT = {"PATH": os.defpath, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


class Postgres:
    def __init__(self, folder: Path, certificates: Certificates, source: "Postgres | None" = None) -> None:
        """A master, or a replica of `source`; `start` starts it."""
        self.port = free_port()
        self.ca_file = certificates.ca_file
        self.password: str = source.password if source else secrets.token_urlsafe(16)
        self._data = folder / "data"
        self.log_file = folder / "log"
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(folder, "postgres", "postgres")
        password_file = self._private_file(folder / "password", self.password)
        if source is None:
            options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            names = [f"--username={ADMIN}", f"--pwfile={password_file}", f"--pgdata={self._data}"]
            self._run("initdb", *options, *names)
        else:
            self._copy_from(source, folder.name)
        for name, origin in (
            ("server.crt", certificates.certificate_file),
            ("server.key", certificates.key_file),
        ):
            self._private_file(self._data / name, origin.read_text())
        self._private_file(self._data / "pg_hba.conf", HBA)
        self._child: Child | None = None

    def _copy_from(self, source: "Postgres", name: str) -> None:
        # A slot keeps the log for a replica that is down.
        slot = name.replace("-", "_")
        origin = f"{source.conninfo('postgres')} application_name={slot}"
        options = ["-R", "-X", "stream", "-C", "-S", slot, "-c", "fast", "--no-sync"]
        self._run("pg_basebackup", *options, "-D", str(self._data), "-d", origin)

    @property
    def address(self) -> str:
        return f"localhost:{self.port}"

    @property
    def pid(self) -> int:
        if self._child is None:
            raise RuntimeError("the server is not started")
        return self._child.process.pid

    def conninfo(self, database: str, user: str = ADMIN, password: str | None = None) -> str:
        return (
            f"host=localhost port={self.port} dbname={database} user={user} "
            f"password={password or self.password} sslmode=verify-full sslrootcert={self.ca_file}"
        )

    def start(self) -> "Postgres":
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [*_as_postgres(), program("postgres"), "-D", str(self._data), "-p", str(self.port)]
        self._child = Child([*command, "-k", str(self._data), *options], self.log_file, _ENVIRONMENT)
        self._child.wait_until(self._answers)
        return self

    def stop(self) -> None:
        if self._child is not None:
            # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
            self._child.process.send_signal(2)
            self._child.stop()

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.conninfo(database), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.conninfo("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    @staticmethod
    def _private_file(path: Path, content: str) -> Path:
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(content)
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")
        return path

    def _run(self, name: str, *arguments: str) -> None:
        command = [*_as_postgres(), program(name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=_ENVIRONMENT)
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")


def _as_postgres() -> Sequence[str]:
    if os.geteuid() != 0:
        return ()
    # pdeathsig does not survive the change of user, so it is asked for again.
    return (
        program("setpriv"),
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
        "--pdeathsig",
        "TERM",
    )
