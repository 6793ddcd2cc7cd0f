"""Everything that the app of one phase needs around it, and the environment of its processes."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

from app.backing.environment import database_variables, identity_variables, make_database, outside_variables
from app.backing.mail import FakeSmtp
from app.backing.opensearch.server import OpenSearchServer
from app.backing.outside import FakeOutside
from app.backing.phase import Group, Phase
from app.backing.postgres import ADMIN, Postgres
from app.backing.process import free_port
from app.backing.rabbitmq import RabbitMq
from app.backing.redis import RedisServer
from app.backing.redis_cluster import RedisCluster
from app.backing.tls import make_certificates

# Where a service's tables are once they are not all in one database.
DATABASES = {
    "platform": "platform", "experience": "platform", "coocook": "coocook", "sns_auto": "sns-auto",
    "review": "review", "ai": "ai-automation",
}  # fmt: skip
# Who signs people in.
SIGNERS = ("monolith", "platform")


class Server(Protocol):
    def start(self) -> object: ...

    def stop(self) -> None: ...


Started = TypeVar("Started", bound=Server)


class Services:
    """Of one phase: `start`, then `variables` of each of its shapes; `stop` even after a failed start."""

    def __init__(self, phase: Phase, folder: Path, say: Callable[[str], None]) -> None:
        self._phase, self._folder, self._say = phase, folder, say
        self._certificates = make_certificates(folder / "tls")
        # Kept to the end: the servers end with the thread that has started them.
        self._threads = ThreadPoolExecutor(max_workers=4)
        # Alembic keeps what it is at in module variables.
        self._migrating = threading.Lock()
        self._servers: list[Server] = []
        self.shapes = list(DATABASES) if phase.split else ["monolith"]
        self._ports = {shape: free_port() for shape in self.shapes}
        self._databases: dict[str, tuple[Postgres, list[Postgres], dict[str, str]]] = {}
        self._caches: list[RedisServer | RedisCluster] = []
        self._state: RedisServer | None = None
        self._broker: RabbitMq | None = None
        self._search: OpenSearchServer | None = None
        self._identity = identity_variables()

    def start(self) -> None:
        self.outside, self._mail = FakeOutside(), FakeSmtp(self._certificates)
        work: list[Future[None]] = []
        # What takes longest goes first.
        if self._phase.search:
            work.append(self._threads.submit(self._start_search))
        if self._phase.broker:
            work.append(self._threads.submit(self._start_broker))
        for name, replicas in self._phase.databases.items():
            work.append(self._threads.submit(self._start_database, name, replicas))
        for name, group in self._phase.caches.items():
            work.append(self._threads.submit(self._start_group, name, group))
        for one in work:
            one.result()

    def stop(self) -> None:
        # In reverse: a replica goes before its master.
        for server in reversed(self._servers):
            server.stop()
        self._threads.shutdown(cancel_futures=True)

    def variables(self, shape: str) -> dict[str, str]:
        """The environment of the processes of a shape."""
        database = DATABASES[shape] if self._phase.split else next(iter(self._phase.databases))
        master, replicas, passwords = self._databases[database]
        sources = {"lofts": f"{self.outside.base}/listings"}
        found = database_variables(master, database, shape, passwords, replicas)
        found |= self._redis_variables() | self._queue_variables() | self._search_variables()
        found |= outside_variables(self.outside.base, self._certificates.ca_file, self._mail.port, sources)
        found |= {
            name: value
            for name, value in self._identity.items()
            if name != "JWT_SIGNING_KEY" or shape in SIGNERS
        }
        return found | self._process_variables(shape)

    def administrators(self) -> dict[str, dict[str, str]]:
        """By database, the environment of the jobs that prepare it."""
        return {
            database: {
                "DATABASE_HOST": "localhost",
                "DATABASE_PORT": str(master.port),
                "DATABASE_NAME": database,
                "DATABASE_USER": ADMIN,
                "DATABASE_PASSWORD": master.password,
                "DATABASE_CA_FILE": str(master.ca_file),
            }
            for database, (master, _, _) in self._databases.items()
        }

    def _process_variables(self, shape: str) -> dict[str, str]:
        web = self._phase.web
        found = {
            "PORT": str(self._ports[shape]), "BIND_ADDRESS": "127.0.0.1",
            "WEB_CONCURRENCY": str(web.workers),
            "WORKER_CLASS": web.worker_class,
            "WORKER_TIMEOUT_SECONDS": str(web.timeout_seconds), "WORKER_CONCURRENCY": "4",
            "METRICS_PORT": str(free_port()),
        }  # fmt: skip
        for neighbour in ("platform", "coocook"):
            if neighbour in self._ports and neighbour != shape:
                found[f"{neighbour.upper()}_URL"] = f"http://127.0.0.1:{self._ports[neighbour]}"
        return found

    def _redis_variables(self) -> dict[str, str]:
        found = {"REDIS_CA_FILE": str(self._certificates.ca_file), "CACHE_CLUSTER": "false"}
        for group in self._caches:
            # The cluster has taken over where there are both.
            if found["CACHE_CLUSTER"] == "false":
                cluster = isinstance(group, RedisCluster)
                found |= {"CACHE_URL": group.url, "CACHE_CLUSTER": str(cluster).lower()}
        return found | ({"STATE_URL": self._state.url} if self._state else {})

    def _queue_variables(self) -> dict[str, str]:
        if self._broker is not None:
            return {"BROKER_URL": self._broker.url, "BROKER_CA_FILE": str(self._certificates.ca_file)}
        return {"BROKER_URL": self._state.url} if self._state else {}

    def _search_variables(self) -> dict[str, str]:
        if self._search is None:
            return {}
        return {"SEARCH_URL": self._search.url, "SEARCH_CA_FILE": str(self._certificates.ca_file)}

    def _started(self, what: str, server: Started) -> Started:
        began = time.monotonic()
        self._servers.append(server)
        server.start()
        self._say(f"{what}: ready after {time.monotonic() - began:.1f} s")
        return server

    def _start_database(self, name: str, replicas: int) -> None:
        shapes = [shape for shape in self.shapes if DATABASES.get(shape, name) == name]
        master = self._started(f"PostgreSQL {name}", Postgres(self._folder / name, self._certificates))
        with self._migrating:
            passwords = make_database(master, name, shapes)
        followers = []
        for number in range(1, replicas + 1):
            folder = self._folder / f"{name}-replica-{number}"
            replica = Postgres(folder, self._certificates, master)
            followers.append(self._started(f"PostgreSQL {name}, replica {number}", replica))
        self._databases[name] = (master, followers, passwords)

    def _start_group(self, name: str, group: Group) -> None:
        folder, nodes = self._folder / name, 1 + group.replicas_per_shard
        if group.shards > 1:
            cluster = RedisCluster(folder, self._certificates, group.shards, group.replicas_per_shard)
            self._caches.append(self._started(f"Redis {name}, {group.shards} × {nodes} nodes", cluster))
            return
        server = RedisServer(folder, self._certificates, group.eviction_policy)
        self._started(f"Redis {name}", server)
        if group.state:
            self._state = server
        else:
            self._caches.append(server)

    def _start_broker(self) -> None:
        self._broker = self._started("RabbitMQ", RabbitMq(self._folder / "rabbitmq", self._certificates))

    def _start_search(self) -> None:
        server = OpenSearchServer(self._folder / "opensearch", self._certificates)
        self._search = self._started("OpenSearch", server)
