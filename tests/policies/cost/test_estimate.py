"""The bills of the phases are within their budgets and follow the phase files."""

from decimal import Decimal
from typing import Any

import pytest

from policies.cost.estimate import estimate
from policies.cost.price_book import Unpriced
from stacks.loading import PHASE_KEY, parse, read_config
from stacks.phase_spec import PhaseSpec
from tests.phases import FILES, PHASES

# D5, lines 653, 662 and 673.
BUDGETS = {"phase1": 200, "phase2": 500, "phase3": 1500}


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_costs_what_the_diagram_says_as_planned(phase: str) -> None:
    made = estimate(PHASES[phase])
    assert made.planned <= BUDGETS[phase]
    assert made.planned < made.on_demand


def test_a_size_without_a_price_is_named() -> None:
    written: Any = read_config(FILES["phase1"])[PHASE_KEY]
    written["databases"]["platform"]["instance_class"] = "db.r8g.large"
    with pytest.raises(Unpriced, match=r"db\.r8g\.large has no price"):
        estimate(parse(PhaseSpec, written, PHASE_KEY, "phase1"))


def test_spot_nodes_are_cheaper_as_planned_only() -> None:
    lines = {one.item: one for one in estimate(PHASES["phase3"]).lines}
    assert lines["spot: t4g.large"].on_demand == lines["on-demand: t4g.large"].on_demand == Decimal("98.11")
    assert lines["spot: t4g.large"].planned == Decimal("39.24")
    assert lines["on-demand: t4g.large"].planned == Decimal("98.11")


@pytest.mark.parametrize("phase", PHASES)
def test_every_line_says_what_it_is(phase: str) -> None:
    made = estimate(PHASES[phase])
    assert len({(one.part, one.item) for one in made.lines}) == len(made.lines)
