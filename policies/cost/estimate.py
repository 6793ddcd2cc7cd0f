"""PhaseSpec to bill: every section of a phase, priced on demand and as it is planned to be bought."""

from collections.abc import Iterator
from decimal import Decimal

from policies.cost.bill import Bill, Line, bill, line
from policies.cost.databases import database_lines
from policies.cost.edge import edge_lines
from policies.cost.price_book import SPOT_SHARE
from stacks.phase_spec import PhaseSpec


def estimate(phase: PhaseSpec) -> Bill:
    """Return the bill of a phase. Raise Unpriced, naming it, for whatever has no price."""
    return bill(
        [
            line("cluster", "EKS control plane", 1, "eks cluster"),
            *_nodes(phase),
            *database_lines(phase),
            *_other_stores(phase),
            *_network(phase),
            *edge_lines(phase),
            *_operations(phase),
            *_monitoring(phase),
        ]
    )


def _nodes(phase: PhaseSpec) -> Iterator[Line]:
    for name, size in phase.node_groups.items():
        share = SPOT_SHARE if size.capacity_type == "SPOT" else Decimal(1)
        yield line(
            "node_groups", f"{name}: {size.instance_type}", size.desired_nodes, size.instance_type, share
        )
        yield line("node_groups", f"{name}: disks", size.desired_nodes * size.disk_gib, "volume gp3")


def _other_stores(phase: PhaseSpec) -> Iterator[Line]:
    for name, cache in phase.caches.items():
        nodes = cache.shards * (1 + cache.replicas_per_shard)
        yield line("caches", f"{name}: {cache.node_type}", nodes, cache.node_type)
    yield line("caches", "snapshots", phase.purchasing.monthly_use.snapshot_gb, "cache snapshot")
    for name, broker in phase.brokers.items():
        yield line("brokers", f"{name}: {broker.instance_type}", broker.nodes, broker.instance_type)
        gib = broker.nodes * phase.purchasing.monthly_use.broker_gb
        yield line("brokers", f"{name}: storage", gib, "broker storage")
    for name, domain in phase.search_domains.items():
        yield line(
            "search_domains", f"{name}: {domain.instance_type}", domain.instances, domain.instance_type
        )
        gib = domain.instances * domain.storage_gib
        yield line("search_domains", f"{name}: storage", gib, "search storage gp3")


def _network(phase: PhaseSpec) -> Iterator[Line]:
    nat, use = phase.network.nat, phase.purchasing.monthly_use
    if nat.kind == "instance":
        yield line("network", f"NAT instance {nat.instance_type}", 1, nat.instance_type)
        yield line("network", "NAT instance: disk", nat.disk_gib, "volume gp3")
    else:
        yield line("network", "NAT gateway", 1, "nat gateway")
        yield line("network", "NAT gateway: data", use.nat_gb, "nat gateway data")
    yield line("network", "public address of the way out", 1, "public IPv4 address")
    yield line("network", "traffic between zones", use.cross_zone_gb, "cross-zone data")


def _operations(phase: PhaseSpec) -> Iterator[Line]:
    use = phase.purchasing.monthly_use
    yield line("operations", "hosted zone", 1, "hosted zone")
    yield line("operations", "encryption key", 1, "key")
    # One for each store, that of the alerts, the app's, the one by which the load balancer knows the CDN, and
    # that by which Alertmanager pages.
    secrets = len(list(phase.stores())) + 2 + (phase.edge.cdn is not None) + (phase.monitoring is not None)
    yield line("operations", "secrets", secrets, "secret")
    yield line("operations", "logs taken in", use.log_gb, "log")
    yield line("operations", "logs kept", use.log_gb, "log kept")
    yield line("operations", "images", use.image_gb, "image")
    yield line("operations", "buckets", use.bucket_gb, "bucket")
    yield line("operations", "copies in the vault", use.backup_gb, "backup")
    yield line("operations", "alarms: metrics that they look at", use.alarms, "alarm")
    # How many jobs wait and how many are dead, where the app says so.
    metrics = 2 * len(phase.beats) if phase.queues_on_redis else 0
    yield line("operations", "metrics of jobs", metrics, "custom metric")
    yield line("operations", "dashboard", 1, "dashboard")


def _monitoring(phase: PhaseSpec) -> Iterator[Line]:
    if phase.monitoring:
        size = phase.monitoring.prometheus
        yield line("monitoring", "Prometheus: volumes", size.replicas * size.storage_gib, "volume gp3")
