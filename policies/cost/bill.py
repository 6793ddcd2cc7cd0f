"""A bill: what a phase has, line by line, on demand and as it is planned to be bought."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from policies.cost.price_book import FREE, price

_CENT = Decimal("0.01")


def cents(usd: Decimal) -> Decimal:
    """Round to the cent."""
    return usd.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Line:
    """US dollars a month. `part` is the section of the phase file; `rate` says what one `what` costs."""

    part: str
    item: str
    what: str
    quantity: Decimal
    rate: str
    on_demand: Decimal
    planned: Decimal


@dataclass(frozen=True)
class Bill:
    """The lines of one phase."""

    lines: tuple[Line, ...]

    @property
    def on_demand(self) -> Decimal:
        """The sum without any plan of purchase."""
        return sum((line.on_demand for line in self.lines), Decimal())

    @property
    def planned(self) -> Decimal:
        """The sum that the budget must hold."""
        return sum((line.planned for line in self.lines), Decimal())


def line(part: str, item: str, quantity: float | Decimal, what: str, share: Decimal = Decimal(1)) -> Line:
    """Return the line of a quantity of something that has a price; `share` of it is paid as planned."""
    number, one = Decimal(str(quantity)), price(what)
    paid = max(number - FREE.get(what, Decimal()), Decimal())
    full = cents(paid * one.monthly)
    free = f", {FREE[what]:f} free" if what in FREE else ""
    return Line(
        part=part,
        item=item,
        what=what,
        quantity=number,
        rate=f"{one.usd.normalize():f} per {one.unit}{free}",
        on_demand=full,
        planned=cents(paid * one.monthly * share),
    )


def bill(lines: Iterable[Line]) -> Bill:
    """Return the bill of the lines that ask for anything."""
    return Bill(tuple(one for one in lines if one.quantity))
