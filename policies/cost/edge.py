"""What the edge costs: the load balancer in every phase, and the CDN with its firewall where there is one."""

from collections.abc import Iterator

from policies.cost.bill import Line, line
from stacks.phase_spec import PhaseSpec

# The load balancer has a public address in each.
ZONES = 3
# Three sets that AWS keeps, and the limit of requests.
RULES = 4


def edge_lines(phase: PhaseSpec) -> Iterator[Line]:
    """Yield what is there, and what passes through as the phase expects it."""
    use = phase.purchasing.monthly_use
    yield line("edge", "load balancer", 1, "load balancer")
    yield line("edge", "load balancer: data", use.load_balancer_gb, "load balancer data")
    yield line("edge", "load balancer: public addresses", ZONES, "public IPv4 address")
    if phase.edge.cdn is not None:
        yield line("edge", "CDN: data to users", use.cdn_gb, "cloudfront data")
        yield line("edge", "CDN: million requests", use.cdn_million_requests, "cloudfront requests")
        yield line("edge", "firewall", 1, "web acl")
        yield line("edge", "firewall: rules", RULES, "web acl rule")
        yield line("edge", "firewall: million requests", use.cdn_million_requests, "web acl requests")
