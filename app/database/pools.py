"""The connection pools of one process, and the routing of reads between master and replicas."""

import logging
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

from app.database.address import Server, login
from app.database.replica_watch import ReplicaWatch
from app.domain.models.service import SCHEMA
from app.settings import Settings

log = logging.getLogger(__name__)

# A request waits no longer for a free connection; its client has given up by then.
WAIT_SECONDS = 10


class NoReplica(Exception):
    """No replica may serve reads now; the master does."""


class Pools:
    """One pool to the master and, where the phase has replicas, one to all of them together."""

    def __init__(self, settings: Settings, application: str) -> None:
        self._login = login(settings, application)
        self.master = Server(settings.database_host, settings.database_port)
        self.replicas = [Server.parse(text) for text in settings.database_replica_hosts]
        self.watch = ReplicaWatch(self._login, self.master, self.replicas) if self.replicas else None
        self._recycle_seconds = settings.pool_recycle_seconds
        self.writer = self._engine(settings.pool_size, settings.pool_overflow, self._connect_to_master)
        self._writes = sessionmaker(self.writer, expire_on_commit=False)
        self.reader: Engine | None = None
        self._reads: sessionmaker[Session] | None = None
        if self.watch is not None:
            size, overflow = settings.replica_pool_size, settings.replica_pool_overflow
            self.reader = self._engine(size, overflow, self._connect_to_replica)
            event.listen(self.reader, "checkout", self._refuse_lagging)
            # A read needs no transaction, which would cost two round trips.
            self._reads = sessionmaker(self.reader.execution_options(isolation_level="AUTOCOMMIT"))

    def write_session(self, service: str) -> Session:
        return self._of_service(self._writes(), service)

    def read_session(self, service: str) -> Session | None:
        """A session on a replica, or None where there is none to be had."""
        if self._reads is None or self.watch is None or not self.watch.usable():
            return None
        return self._of_service(self._reads(), service)

    def close(self) -> None:
        if self.watch is not None:
            self.watch.stop()
        for engine in (self.writer, self.reader):
            if engine is not None:
                engine.dispose()

    @staticmethod
    def _of_service(session: Session, service: str) -> Session:
        engine = session.get_bind()
        session.bind = engine.execution_options(schema_translate_map={SCHEMA: service})
        return session

    def _engine(self, size: int, overflow: int, connect: Any) -> Engine:
        # By its full name: the tracing of SQL replaces it there, after this module was imported.
        return sqlalchemy.create_engine(
            "postgresql+psycopg://",
            creator=connect,
            pool_size=size,
            max_overflow=overflow,
            pool_recycle=self._recycle_seconds,
            pool_pre_ping=True,
            pool_timeout=WAIT_SECONDS,
            # The one used last is used first, so that the rest can grow old and be closed.
            pool_use_lifo=True,
        )

    def _connect_to_master(self) -> Any:
        return self._login.connect([self.master])

    def _connect_to_replica(self) -> Any:
        usable = self.watch.usable() if self.watch is not None else []
        if not usable:
            raise NoReplica
        return self._login.connect(usable, statement_seconds=5)

    def _refuse_lagging(self, connection: Any, _record: Any, _proxy: Any) -> None:
        """Give up a pooled connection to a replica that has fallen behind since."""
        server = Server(connection.info.host, connection.info.port)
        if self.watch is not None and server not in self.watch.usable():
            raise DisconnectionError(f"the replica {server} is not usable now")
