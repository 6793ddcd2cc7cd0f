"""What is watched of the parts of the platform: each thing with the rules for it, and the limits it sets."""

from collections.abc import Iterator, Mapping

import pulumi

from components.instance_types import broker_connections, capacity, real_max_connections
from components.network.network import Network
from components.operations.rule import Table, Watched
from components.operations.tables import brokers, caches, clusters, databases, search, traffic
from stacks.brokers import Broker
from stacks.caches import Cache
from stacks.databases import Database
from stacks.edge import Edge
from stacks.kubernetes_cluster import KubernetesCluster
from stacks.search import Search

# CloudFront is everywhere, and its metrics are there.
CDN_REGION = "us-east-1"
_GIB = 2**30
_BURSTABLE = "db.t"


def watched_cluster(cluster: KubernetesCluster) -> Iterator[Watched]:
    """Yield the control plane and each group of nodes."""
    yield Watched(name="cluster", table=clusters.CLUSTER, dimensions={"ClusterName": cluster.name})
    for group, name in cluster.autoscaling_group_names.items():
        yield Watched(name=f"nodes-{group}", table=clusters.NODES, dimensions={"AutoScalingGroupName": name})


def watched_network(network: Network) -> Iterator[Watched]:
    """Yield the way out."""
    table = traffic.NAT_GATEWAY if "NatGatewayId" in network.nat_dimensions else traffic.NAT_INSTANCE
    yield Watched(name="nat", table=table, dimensions=network.nat_dimensions)


def watched_edge(edge: Edge) -> Iterator[Watched]:
    """Yield the load balancer, what it forwards to, and the CDN if there is one."""
    balancer = {"LoadBalancer": edge.load_balancer_arn_suffix}
    yield Watched(name="load-balancer", table=traffic.LOAD_BALANCER, dimensions=balancer)
    targets = {**balancer, "TargetGroup": edge.target_group_arn_suffix}
    yield Watched(name="targets", table=traffic.TARGETS, dimensions=targets)
    if edge.delivery:
        yield Watched(
            name="cdn",
            table=traffic.CDN,
            dimensions={"DistributionId": edge.delivery.distribution_id, "Region": "Global"},
            region=CDN_REGION,
        )


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


def watched_caches(parts: Mapping[str, Cache], hit_rate_percent: int) -> Iterator[Watched]:
    """Yield each node of each Redis group: a cache has a rate of hits to keep, state has to stay."""
    for name, part in parts.items():
        for number, node in enumerate(part.group.node_ids, start=1):
            yield Watched(
                name=f"{name}-node-{number}",
                table=caches.CACHE if part.size.holds == "cache" else caches.STATE,
                dimensions={"CacheClusterId": node, "CacheNodeId": "0001"},
                limits={"hit_rate_percent": hit_rate_percent},
            )


def watched_brokers(parts: Mapping[str, Broker]) -> Iterator[Watched]:
    """Yield each broker."""
    for name, part in parts.items():
        yield Watched(
            name=name,
            table=brokers.BROKER,
            dimensions={"Broker": part.broker.broker_name},
            limits={"connections": 0.8 * broker_connections(part.size.instance_type)},
        )


def watched_search(parts: Mapping[str, Search], account_id: str) -> Iterator[Watched]:
    """Yield each search domain; CloudWatch calls the account its client."""
    for name, part in parts.items():
        yield Watched(
            name=name,
            table=search.SEARCH,
            dimensions={"DomainName": part.domain.domain_name, "ClientId": account_id},
            limits={"storage_mib": 0.25 * 1024 * part.size.storage_gib},
        )
