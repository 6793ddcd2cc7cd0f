from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from policies.cost.bill import Bill, bill
from policies.cost.databases import database_lines
from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, parse, read_config
from tests.phases import FILES, PHASES


def priced(phase: str, **changes: Any) -> Bill:
    written: Any = read_config(FILES[phase])[PHASE_KEY]
    for path, value in changes.items():
        section: Any = written
        *above, key = path.split("__")
        for step in above:
            section = section[step]
        section[key] = value
    return bill(database_lines(parse(PhaseSpec, written, PHASE_KEY, phase)))


def test_a_reservation_is_paid_instead_of_what_it_covers() -> None:
    made = priced("phase2")
    assert made.on_demand == Decimal("334.80")  # 3 × 105.85 and 150 GB
    assert made.planned == Decimal("74.01") + Decimal("149.04") + Decimal("17.25")


def test_a_reservation_covers_smaller_ones_of_its_family_only() -> None:
    made = {one.item: one for one in priced("phase3").lines}
    assert made["platform: db.t3.large"].planned == 0
    assert made["coocook: db.t3.medium"].planned == 0
    assert made["coocook replicas: db.t4g.small"].planned == Decimal("46.72")


@pytest.mark.parametrize(("instances", "planned"), [(1, "105.85"), (2, "0.00"), (3, "0.00")])
def test_what_is_not_covered_is_paid_on_demand_and_what_is_reserved_always(
    instances: int, planned: str
) -> None:
    made = priced("phase2", purchasing__reserved_databases__large__instances=instances)
    running = [one for one in made.lines if ": db." in one.item]
    assert sum(one.planned for one in running) == Decimal(planned)
    (reserved,) = [one for one in made.lines if one.item.startswith("db.t3.large reserved")]
    assert (reserved.on_demand, reserved.planned) == (Decimal(), round(Decimal("74.5184") * instances, 2))


def test_a_standby_doubles_instance_and_storage() -> None:
    single, double = priced("phase1"), priced("phase1", databases__platform__multi_az=True)
    assert double.on_demand == 2 * single.on_demand


@pytest.mark.parametrize(("before", "after"), list(pairwise(PHASES)))
def test_what_is_reserved_for_a_year_is_reserved_in_the_phase_after(before: str, after: str) -> None:
    kept = PHASES[after].purchasing.reserved_databases
    for name, reservation in PHASES[before].purchasing.reserved_databases.items():
        assert kept[name].instance_class == reservation.instance_class
        assert kept[name].instances >= reservation.instances
