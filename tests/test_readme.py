"""The phase table of the README is the one that the phase files give."""

from collections.abc import Callable

from policies.cost.estimate import estimate
from stacks.phase_spec import PhaseSpec
from tests.diagrams.numbers import NUMBERS, within
from tests.diagrams.rows import TREATMENTS
from tests.diagrams.treatment import NotProvisioned
from tests.phases import PHASES, ROOT


def databases(spec: PhaseSpec) -> str:
    return "<br>".join(
        f"{name}: {size.instance_class}, {size.storage_gib} GiB"
        + (f", {size.replicas} × {size.replica_instance_class}" if size.replicas else "")
        for name, size in spec.databases.items()
    )


def caches(spec: PhaseSpec) -> str:
    return "<br>".join(
        f"{name}: {size.shards * (1 + size.replicas_per_shard)} × {size.node_type}, {size.eviction_policy}"
        + (f" ({size.shards} shards)" if size.clustered else "")
        for name, size in spec.caches.items()
    )


def broker_and_search(spec: PhaseSpec) -> str:
    brokers = [
        f"{name}: RabbitMQ, {size.instance_type}, {size.deployment_mode.lower().replace('_', ' ')}"
        for name, size in spec.brokers.items()
    ]
    domains = [
        f"{name}: OpenSearch, {size.instances} × {size.instance_type}, {size.storage_gib} GiB each"
        for name, size in spec.search_domains.items()
    ]
    return "<br>".join([*brokers, *domains]) or "none"


def nodes(spec: PhaseSpec) -> str:
    return "<br>".join(
        f"{group.desired_nodes} × {group.instance_type} ({group.capacity_type.lower().replace('_', ' ')})"
        for group in spec.node_groups.values()
    )


def web(spec: PhaseSpec) -> str:
    return "<br>".join(
        f"{name}: {size.replicas} pods × {size.workers_per_pod} {size.worker_class} workers"
        for name, size in spec.web_services.items()
    )


def month(spec: PhaseSpec) -> str:
    made = estimate(spec)
    return f"${made.planned:,.0f} (on demand ${made.on_demand:,.0f})"


def workers(spec: PhaseSpec) -> str:
    return (
        "<br>".join(
            f"{name}: {size.replicas} × {size.concurrency} jobs at a time"
            for name, size in spec.workers.items()
        )
        or "none"
    )


def monitoring(spec: PhaseSpec) -> str:
    if spec.monitoring is None:
        return "CloudWatch"
    metrics, alerts, traces = spec.monitoring.prometheus, spec.monitoring.alertmanager, spec.monitoring.jaeger
    kept = f"{metrics.storage_gib} GiB, {metrics.kept_days} days"
    return (
        f"CloudWatch<br>{metrics.replicas} × Prometheus, {kept}<br>"
        f"{alerts.replicas} × Alertmanager<br>Grafana<br>Jaeger, {traces.kept_hours} hours"
    )


ROWS: dict[str, Callable[[PhaseSpec], str]] = {
    "Databases (primary, replicas)": databases,
    "Redis (Valkey)": caches,
    "Broker and search": broker_and_search,
    "Kubernetes nodes": nodes,
    "Web services": web,
    "Workers": workers,
    "Monitoring": monitoring,
    "Way out of the network": lambda spec: f"NAT {spec.network.nat.kind}",
    "[A month](docs/cost.md), as planned": month,
}


def test_the_phase_table_is_fresh() -> None:
    lines = [
        f"| | {' | '.join(PHASES)} |",
        f"|---|{'---|' * len(PHASES)}",
        *(f"| {title} | {' | '.join(map(cell, PHASES.values()))} |" for title, cell in ROWS.items()),
    ]
    fresh = "\n".join(lines)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    written = text.split("<!-- phases -->\n")[1].split("\n<!-- /phases -->")[0]
    assert written == fresh, f"write this into README.md:\n{fresh}"


def test_the_numbers_of_the_diagrams_are_counted() -> None:
    outside = {
        number
        for row in TREATMENTS
        for said in row.said
        for number in within(said.line, said.words)
        if isinstance(row, NotProvisioned)
    }
    fresh = f"{len(NUMBERS)} numbers, of which {len(outside)}"
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.split("<!-- numbers -->")[1].split("<!-- /numbers -->")[0] == fresh


def test_the_readme_is_one_screen() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") <= 60
