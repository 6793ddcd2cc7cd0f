"""What the databases cost, and what a reservation covers of it."""

from collections.abc import Iterator
from decimal import Decimal

from policies.cost.bill import Line, cents, line
from policies.cost.price_book import RESERVED, UNITS, price
from stacks.phase_spec import PhaseSpec


def database_lines(phase: PhaseSpec) -> Iterator[Line]:
    """Yield the instances, the storage of each, and the reservations, which are paid whatever they cover."""
    reserved: dict[str, Decimal] = {}
    for reservation in phase.purchasing.reserved_databases.values():
        family, units = _units(reservation.instance_class)
        reserved[family] = reserved.get(family, Decimal()) + units * reservation.instances

    for name, instance_class, count in sorted(_instances(phase), key=lambda one: -_units(one[1])[1]):
        family, units = _units(instance_class)
        wanted = units * count
        covered = min(reserved.get(family, Decimal()), wanted)
        reserved[family] = reserved.get(family, Decimal()) - covered
        yield line(
            "databases", f"{name}: {instance_class}", count, instance_class, share=1 - covered / wanted
        )
    for name, size in phase.databases.items():
        kind = "database storage gp3 Multi-AZ" if size.multi_az else "database storage gp3"
        yield line("databases", f"{name}: storage", size.storage_gib, kind)
        if size.replicas:
            yield line(
                "databases",
                f"{name}: storage of replicas",
                size.storage_gib * size.replicas,
                "database storage gp3",
            )
    for reservation in phase.purchasing.reserved_databases.values():
        one = price(reservation.instance_class, RESERVED)
        yield Line(
            part="databases",
            item=f"{reservation.instance_class} reserved for a year, nothing upfront",
            what="reservation",
            quantity=Decimal(reservation.instances),
            rate=f"{one.usd:f} per {one.unit}",
            on_demand=Decimal(),
            planned=cents(one.monthly * reservation.instances),
        )


def _instances(phase: PhaseSpec) -> Iterator[tuple[str, str, int]]:
    for name, size in phase.databases.items():
        # A standby costs what the primary does.
        yield name, size.instance_class, 2 if size.multi_az else 1
        if size.replicas and size.replica_instance_class:
            yield f"{name} replicas", size.replica_instance_class, size.replicas


def _units(instance_class: str) -> tuple[str, Decimal]:
    family, _, size = instance_class.rpartition(".")
    return family, UNITS[size]
