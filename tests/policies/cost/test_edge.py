from decimal import Decimal

from policies.cost.edge import edge_lines
from tests.phases import PHASES


def test_every_phase_has_a_load_balancer_with_an_address_in_each_zone() -> None:
    for phase in PHASES.values():
        lines = {one.item: one.on_demand for one in edge_lines(phase)}
        assert lines["load balancer"] == Decimal("16.43")
        assert lines["load balancer: public addresses"] == Decimal("10.95")


def test_a_phase_with_a_cdn_has_a_firewall_before_it() -> None:
    for phase in PHASES.values():
        firewall = [one for one in edge_lines(phase) if one.item.startswith("firewall")]
        assert bool(firewall) == (phase.edge.cdn is not None)
    assert sum(one.on_demand for one in firewall) == Decimal(5 + 4 + 6)
