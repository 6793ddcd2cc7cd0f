"""The NetworkPolicies of a phase are the edges of its call graph: no more, no less."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from typing import Any

import pytest

from components.network.cidr_plan import plan
from stacks.call_graph import CallGraph
from stacks.phase_spec import PhaseSpec
from tests.phases import INSTALLATION, PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
# A port of UDP has its protocol behind it.
Edge = tuple[str, str, int | str]
PLAN = plan(INSTALLATION.vpc_cidr)
# The Service of its API; what is behind it is in the subnets of the nodes.
API = IPv4Network("172.20.0.1/32")


def edges(recording: Recording) -> Iterator[Edge]:
    """Yield (from, to, port) of every rule, each end on its own."""
    for policy in recording.of("kubernetes:networking.k8s.io/v1:NetworkPolicy").values():
        spec = policy.inputs["spec"]
        if not spec["podSelector"]:
            continue
        me = spec["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        for direction, key in (("egress", "to"), ("ingress", "from")):
            for rule in spec.get(direction, ()):  # the entry's own rule has one direction
                for port in rule["ports"]:
                    for other in {name(peer) for peer in rule[key]}:
                        pair = (me, other) if key == "to" else (other, me)
                        number = int(port["port"])
                        yield (*pair, number if port["protocol"] == "TCP" else f"{number}/UDP")


def name(peer: dict[str, Any]) -> str:
    if "podSelector" in peer:
        return str(peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"])
    block = IPv4Network(peer["ipBlock"]["cidr"])
    if block.prefixlen == 0:
        assert set(peer["ipBlock"]["except"]) == {str(PLAN.vpc), "169.254.0.0/16"}
        return "internet"
    known = {"stores": PLAN.data, "load balancer": PLAN.public, "Kubernetes": (*PLAN.private, API)}
    return next((name for name, blocks in known.items() if block in blocks), str(block))


SPLIT = ("coocook", "sns-auto", "review", "ai-automation", "experience")


def expected(phase: str) -> set[Edge]:
    spec = PHASES[phase]
    found: set[Edge] = {("load balancer", "gateway" if spec.gateway else "platform", 8000)}
    if spec.gateway:
        found |= {("gateway", service, 8000) for service in spec.web_services}
        found.add(("gateway", "stores", 6379))
    shared = {6379, *({5671} if spec.brokers else ()), *({443} if spec.search_domains else ())}
    for service in spec.web_services:
        found |= {(service, "stores", port) for port in (5432, *shared)}
    for beat in spec.beats:
        found |= {(f"{beat}-beat", "stores", port) for port in shared}
        if spec.queues_on_redis:  # it tells CloudWatch, as whom the agent of its node says it is
            found |= {(f"{beat}-beat", "internet", 443), (f"{beat}-beat", "169.254.170.23/32", 80)}
        if not spec.workers:  # it does the chores, and the jobs that were lost
            found |= {
                (f"{beat}-beat", "stores", 5432),
                *((f"{beat}-beat", "internet", p) for p in (443, 587)),
            }
    found.add(("platform", "internet", 443))  # payments
    if not spec.workers:
        found.add(("platform", "internet", 587))  # jobs that are done in the request
    for group in spec.workers:
        found |= {
            *((f"{group}-worker", "stores", port) for port in (5432, *shared)),
            *((f"{group}-worker", "internet", p) for p in (443, 587)),
        }
    for database in spec.databases:
        found |= {(f"{database}-{job}", "stores", 5432) for job in ("roles", "migrate")}
    found |= {(f"{broker}-users", "stores", 443) for broker in spec.brokers}
    if "coocook" in spec.web_services:
        found |= {
            ("platform", "coocook", 8000),
            ("coocook", "platform", 8000),
            ("ai-automation", "platform", 8000),
        }
    if spec.monitoring:
        found |= watching(spec)
    return found


def watching(spec: PhaseSpec) -> set[Edge]:
    """Return who asks for metrics, who sends traces, who shows both, and who pages."""
    workers = [f"{group}-worker" for group in spec.workers]
    return {
        *(("prometheus", service, 8000) for service in spec.web_services),
        *(("prometheus", worker, 9000) for worker in workers),
        ("prometheus", "gateway", 8100),
        ("prometheus", "prometheus", 9090),
        ("prometheus", "alertmanager", 9093),
        ("prometheus", "jaeger", 8888),
        ("prometheus", "Kubernetes", 443),
        ("alertmanager", "alertmanager", 9094),
        ("alertmanager", "alertmanager", "9094/UDP"),
        ("alertmanager", "internet", 443),
        ("grafana", "prometheus", 9090),
        ("grafana", "jaeger", 16686),
        *((sender, "jaeger", 4318) for sender in (*spec.web_services, *workers, "gateway")),
    }


@pytest.mark.parametrize("phase", PHASES)
def test_the_rules_are_the_edges_of_the_call_graph(platform: Platform, phase: str) -> None:
    assert set(edges(platform(phase, False))) == expected(phase)


@pytest.mark.parametrize("phase", PHASES)
def test_an_edge_between_workloads_is_allowed_at_both_ends(platform: Platform, phase: str) -> None:
    found = list(edges(platform(phase, False)))
    outside = {"load balancer", "stores", "internet", "Kubernetes", "169.254.170.23/32"}
    workloads = {end for one, other, _ in found for end in (one, other)} - outside
    for edge in set(found):
        assert found.count(edge) == (2 if edge[0] in workloads and edge[1] in workloads else 1)


@pytest.mark.parametrize("phase", PHASES)
def test_every_pod_has_rules_of_its_own(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    workloads = {
        item.inputs["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"]
        for kind in ("apps/v1:Deployment", "apps/v1:StatefulSet", "batch/v1:Job")
        for item in recording.of(f"kubernetes:{kind}").values()
    }
    policies = recording.of("kubernetes:networking.k8s.io/v1:NetworkPolicy").values()
    selected = {
        item.inputs["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        for item in policies
        if item.inputs["spec"]["podSelector"]
    }
    assert selected == workloads


def test_stores_are_reached_at_their_ports_only() -> None:
    graph = CallGraph(
        phase=PHASES["phase2"],
        plan=PLAN,
        outside=INSTALLATION.outside,
        database_port=5432,
        store_ports=(6379, 5671),
    )

    def ports(rules: Any) -> list[int]:
        return [port["port"] for rule in rules.egress for port in rule["ports"]]

    assert ports(graph.beat()) == [5671, 6379, 80, 443]
    assert ports(graph.job()) == [5432]
    assert ports(graph.broker_users()) == [443]
    assert ports(graph.worker()) == [5432, 5671, 6379, 443, 587]
    assert ports(graph.web("platform")) == [5432, 5671, 6379, 443]
