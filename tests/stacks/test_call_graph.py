"""The NetworkPolicies of a phase are the edges of its call graph: no more, no less."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from typing import Any

import pytest

from components.network.cidr_plan import plan
from stacks.call_graph import CallGraph
from tests.phases import INSTALLATION, PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]
Edge = tuple[str, str, int]
PLAN = plan(INSTALLATION.vpc_cidr)


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
                        yield (*pair, int(port["port"]))


def name(peer: dict[str, Any]) -> str:
    if "podSelector" in peer:
        return str(peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"])
    block = IPv4Network(peer["ipBlock"]["cidr"])
    if block.prefixlen == 0:
        assert set(peer["ipBlock"]["except"]) == {str(PLAN.vpc), "169.254.0.0/16"}
        return "internet"
    return "stores" if block in PLAN.data else "load balancer" if block in PLAN.public else str(block)


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
    return found


@pytest.mark.parametrize("phase", PHASES)
def test_the_rules_are_the_edges_of_the_call_graph(platform: Platform, phase: str) -> None:
    assert set(edges(platform(phase, False))) == expected(phase)


@pytest.mark.parametrize("phase", PHASES)
def test_an_edge_between_workloads_is_allowed_at_both_ends(platform: Platform, phase: str) -> None:
    found = list(edges(platform(phase, False)))
    workloads = {policy for policy, _, _ in found} - {"load balancer"}
    for edge in set(found):
        assert found.count(edge) == (2 if edge[0] in workloads and edge[1] in workloads else 1)


@pytest.mark.parametrize("phase", PHASES)
def test_every_pod_has_rules_of_its_own(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    workloads = {
        item.inputs["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"]
        for kind in ("apps/v1:Deployment", "batch/v1:Job")
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
