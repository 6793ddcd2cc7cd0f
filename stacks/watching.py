"""What is watched of the parts of the platform: each thing with the rules for it, and the limits it sets."""

from collections.abc import Iterator, Mapping

import pulumi

from components.instance_types import capacity, real_max_connections
from components.operations.rule import Table, Watched
from components.operations.tables import clusters, databases
from stacks.databases import Database
from stacks.kubernetes_cluster import KubernetesCluster

_GIB = 2**30
_BURSTABLE = "db.t"


def watched_cluster(cluster: KubernetesCluster) -> Iterator[Watched]:
    """Yield the control plane and each group of nodes."""
    yield Watched(name="cluster", table=clusters.CLUSTER, dimensions={"ClusterName": cluster.name})
    for group, name in cluster.autoscaling_group_names.items():
        yield Watched(name=f"nodes-{group}", table=clusters.NODES, dimensions={"AutoScalingGroupName": name})


def watched_databases(parts: Mapping[str, Database]) -> Iterator[Watched]:
    """Yield each primary, and each of its replicas."""
    for name, part in parts.items():
        size, cluster = part.size, part.cluster
        yield _instance(name, part, size.instance_class, cluster.identifier, "primary")
        for number, identifier in enumerate(cluster.reader_identifiers, start=1):
            kind = size.replica_instance_class or size.instance_class
            yield _instance(f"{name}-replica-{number}", part, kind, identifier, "replica")


_TABLES: Mapping[tuple[str, bool], Table] = {
    ("primary", False): databases.PRIMARY,
    ("primary", True): databases.BURSTABLE_PRIMARY,
    ("replica", False): databases.REPLICA,
    ("replica", True): databases.BURSTABLE_REPLICA,
}


def _instance(
    name: str, part: Database, instance_class: str, identifier: pulumi.Output[str], kind: str
) -> Watched:
    memory_gib, _ = capacity(instance_class)
    storage_bytes = part.size.storage_gib * _GIB
    return Watched(
        name=name,
        table=_TABLES[kind, instance_class.startswith(_BURSTABLE)],
        dimensions={"DBInstanceIdentifier": identifier},
        limits={
            "connections": 0.8 * min(part.size.max_connections, real_max_connections(instance_class)),
            "memory_bytes": 0.1 * memory_gib * _GIB,
            "storage_bytes": 0.05 * storage_bytes,
            "log_bytes": 0.1 * storage_bytes,
        },
    )
