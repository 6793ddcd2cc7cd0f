"""The connections of brokers: what all processes would have open at most, against what a broker takes."""

from collections.abc import Iterator, Mapping

from components.data.rabbit_broker import RabbitSize
from components.instance_types import broker_connections
from components.workloads.web_service_size import WebServiceSize
from components.workloads.worker_size import WorkerSize
from stacks.connections import Account, Consumer, Workloads, one_pod, pods

# A process keeps one connection, `broker_pool_limit` of the app. The parent of a worker's children has two,
# one to take jobs and one to tell of itself.
PARENT = 2


def broker_accounts(brokers: Mapping[str, RabbitSize], workloads: Workloads) -> Iterator[Account]:
    """Yield the account of each broker: all put jobs on it or take them from it."""
    for name, size in brokers.items():
        yield Account(
            server=f"broker {name}",
            allows=broker_connections(size.instance_type),
            because=f"what {size.instance_type} takes",
            consumers=(
                *(_publishing(key, service) for key, service in workloads.web_services.items()),
                *(_taking(key, group) for key, group in workloads.workers.items()),
                *(one_pod(f"beats.{key}", 1) for key in workloads.beats),
            ),
        )


def _publishing(key: str, size: WebServiceSize) -> Consumer:
    return Consumer(
        key=f"web_services.{key}",
        pods=size.most_replicas,
        surge=size.max_surge,
        ending=max(size.max_surge, size.max_unavailable),
        per_pod=size.workers_per_pod,
        per_ending_pod=size.workers_per_pod,
        words=f"{pods(size.most_replicas, size)} × {size.workers_per_pod} workers",
    )


def _taking(key: str, size: WorkerSize) -> Consumer:
    per_pod = size.concurrency + PARENT
    return Consumer(
        key=f"workers.{key}",
        pods=size.replicas,
        surge=size.max_surge,
        ending=max(size.max_surge, size.max_unavailable),
        per_pod=per_pod,
        per_ending_pod=per_pod,
        words=f"{pods(size.replicas, size)} × ({size.concurrency} children + {PARENT} of their parent)",
    )
