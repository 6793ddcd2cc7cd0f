"""The pool arithmetic: what every database of the phase would have open at most, against what it allows."""

from collections.abc import Iterable, Iterator, Mapping

from components.data.postgres_size import PostgresSize
from components.instance_types import real_max_connections
from components.workloads.beat_size import POOL as BEAT_POOL
from components.workloads.pool_size import PoolSize
from components.workloads.web_service_size import WebServiceSize
from components.workloads.worker_size import WorkerSize
from stacks.connections import Account, Consumer, Workloads, one_pod, pods

# What max_connections leaves to nobody else: three to superusers, two to rds_superuser.
RESERVED = 5
# Where there are replicas, each web worker watches how far each server has come.
WATCH = 1
# The jobs that make roles and tables run one after the other, before any new pod starts.
PREPARING = 1


def accounts(databases: Mapping[str, PostgresSize], workloads: Workloads) -> Iterator[Account]:
    """Yield the account of each primary, and of the replicas of each database: one may have to serve all."""
    worked = {group.process for group in workloads.workers.values()}
    for name, size in databases.items():
        web = {key: service for key, service in workloads.web_services.items() if service.database == name}
        groups = {key: group for key, group in workloads.workers.items() if group.database == name}
        # Where nobody works on jobs, a beat does the chores itself; elsewhere it asks no database.
        beats = [
            key
            for key, beat in workloads.beats.items()
            if beat.database == name and beat.process not in worked
        ]
        watch = WATCH if size.replicas else 0
        consumers = [
            *(_web(key, service, service.pool, watch) for key, service in web.items()),
            *(_workers(key, group) for key, group in groups.items()),
            *(one_pod(f"beats.{key}", BEAT_POOL.most) for key in beats),
            *([_preparing(name)] if web or groups else []),
        ]
        yield _account(f"primary of {name}", size.max_connections, size.instance_class, consumers)
        if size.replica_instance_class:
            readers = [
                _web(key, service, service.reader_pool, WATCH)
                for key, service in web.items()
                if service.reader_pool
            ]
            yield _account(
                f"each replica of {name}", size.max_connections, size.replica_instance_class, readers
            )


def _account(
    server: str, max_connections: int, instance_class: str, consumers: Iterable[Consumer]
) -> Account:
    real = real_max_connections(instance_class)
    allows, because = min(
        (max_connections, "its max_connections"), (real, f"what {instance_class} has the memory for")
    )
    return Account(
        server=server, allows=allows, because=because, consumers=tuple(consumers), reserved=RESERVED
    )


def _web(key: str, size: WebServiceSize, pool: PoolSize, watch: int) -> Consumer:
    watching = f" + {watch} that watches" if watch else ""
    most = f"{pool.size} + {pool.max_overflow}{watching}"
    return Consumer(
        key=f"web_services.{key}",
        pods=size.most_replicas,
        surge=size.max_surge,
        ending=max(size.max_surge, size.max_unavailable),
        per_pod=size.workers_per_pod * (pool.most + watch),
        # It takes no new requests: what it opened beyond its size is closed as it is given back.
        per_ending_pod=size.workers_per_pod * (pool.size + watch),
        words=f"{pods(size.most_replicas, size)} × {size.workers_per_pod} workers × ({most})",
    )


def _workers(key: str, size: WorkerSize) -> Consumer:
    most = f"{size.pool.size} + {size.pool.max_overflow}"
    return Consumer(
        key=f"workers.{key}",
        pods=size.replicas,
        surge=size.max_surge,
        ending=max(size.max_surge, size.max_unavailable),
        per_pod=size.concurrency * size.pool.most,
        per_ending_pod=size.concurrency * size.pool.size,
        words=f"{pods(size.replicas, size)} × {size.concurrency} children × ({most})",
    )


def _preparing(database: str) -> Consumer:
    words = "job that makes roles or tables"
    return Consumer(
        key=f"databases.{database}",
        pods=1,
        surge=0,
        ending=0,
        per_pod=PREPARING,
        per_ending_pod=0,
        words=words,
    )
