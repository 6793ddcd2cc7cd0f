"""The rules of a workload's NetworkPolicy, edge by edge of the call graph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from components.workloads.labels import selector_labels

Rule = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class NetworkRules:
    """As the API has them; what is in no rule is refused by the policy of the namespace."""

    ingress: list[Rule] = field(default_factory=list)
    egress: list[Rule] = field(default_factory=list)

    def __add__(self, other: "NetworkRules") -> "NetworkRules":
        return NetworkRules(ingress=self.ingress + other.ingress, egress=self.egress + other.egress)


def from_workloads(names: Iterable[str], port: int) -> NetworkRules:
    """Allow each of these workloads to reach a port of this one."""
    return NetworkRules(ingress=[{"from": [_pods(name)], "ports": [_tcp(port)]} for name in sorted(names)])


def to_workloads(names: Iterable[str], port: int) -> NetworkRules:
    """Allow this one to reach a port of each of these workloads."""
    return NetworkRules(egress=[{"to": [_pods(name)], "ports": [_tcp(port)]} for name in sorted(names)])


def among_copies(name: str, port: int) -> NetworkRules:
    """Allow the pods of this workload to reach a port of each other, by TCP and UDP."""
    peers, ports = [_pods(name)], [_tcp(port), {"protocol": "UDP", "port": port}]
    return NetworkRules(ingress=[{"from": peers, "ports": ports}], egress=[{"to": peers, "ports": ports}])


def from_addresses(cidrs: Sequence[str], port: int) -> NetworkRules:
    """Allow whoever is in these blocks to reach a port of this one."""
    return NetworkRules(ingress=[{"from": [_block(cidr) for cidr in cidrs], "ports": [_tcp(port)]}])


def to_addresses(cidrs: Sequence[str], ports: Iterable[int]) -> NetworkRules:
    """Allow this one to reach ports of whoever is in these blocks."""
    return NetworkRules(
        egress=[{"to": [_block(cidr) for cidr in cidrs], "ports": [_tcp(port)]} for port in sorted(ports)]
    )


def to_internet(ports: Iterable[int], but: Sequence[str]) -> NetworkRules:
    """Allow this one to reach ports of every address but those of these blocks."""
    everywhere = {"ipBlock": {"cidr": "0.0.0.0/0", "except": list(but)}}
    return NetworkRules(egress=[{"to": [everywhere], "ports": [_tcp(port)]} for port in sorted(ports)])


def _pods(name: str) -> Rule:
    return {"podSelector": {"matchLabels": selector_labels(name)}}


def _block(cidr: str) -> Rule:
    return {"ipBlock": {"cidr": cidr}}


def _tcp(port: int) -> Rule:
    return {"protocol": "TCP", "port": port}
