from components.workloads.network_rules import (
    NetworkRules,
    among_copies,
    from_addresses,
    from_workloads,
    to_addresses,
    to_internet,
    to_workloads,
)


def pods(name: str) -> dict[str, object]:
    labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "softfactory"}
    return {"podSelector": {"matchLabels": labels}}


def tcp(port: int) -> list[dict[str, object]]:
    return [{"protocol": "TCP", "port": port}]


def test_an_edge_between_workloads_has_two_ends() -> None:
    assert to_workloads(["b", "a"], 80).egress == [
        {"to": [pods("a")], "ports": tcp(80)},
        {"to": [pods("b")], "ports": tcp(80)},
    ]
    assert from_workloads(["a"], 80).ingress == [{"from": [pods("a")], "ports": tcp(80)}]
    assert to_workloads(["a"], 80).ingress == from_workloads(["a"], 80).egress == []


def test_addresses_are_blocks() -> None:
    assert from_addresses(["10.0.0.0/24", "10.0.1.0/24"], 80).ingress == [
        {"from": [{"ipBlock": {"cidr": f"10.0.{n}.0/24"}} for n in (0, 1)], "ports": tcp(80)}
    ]
    assert to_addresses(["10.0.0.0/24"], [6379, 5432]).egress == [
        {"to": [{"ipBlock": {"cidr": "10.0.0.0/24"}}], "ports": tcp(port)} for port in (5432, 6379)
    ]


def test_the_internet_is_all_but_what_is_named() -> None:
    block = {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/16"]}
    rules = to_internet([443], ["10.0.0.0/16"])
    assert rules.egress == [{"to": [{"ipBlock": block}], "ports": tcp(443)}]
    assert to_internet([], ["10.0.0.0/16"]).egress == []


def test_rules_add_up() -> None:
    both = to_workloads(["a"], 80) + from_workloads(["b"], 81)
    assert both == NetworkRules(
        ingress=from_workloads(["b"], 81).ingress, egress=to_workloads(["a"], 80).egress
    )


def test_copies_of_one_workload_reach_each_other() -> None:
    ports = [{"protocol": protocol, "port": 9094} for protocol in ("TCP", "UDP")]
    rules = among_copies("a", 9094)
    assert rules.ingress == [{"from": [pods("a")], "ports": ports}]
    assert rules.egress == [{"to": [pods("a")], "ports": ports}]
