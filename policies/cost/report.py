"""docs/cost.md: the bills of all phases, line by line, with the sources of the prices."""

from collections.abc import Mapping
from decimal import Decimal

from policies.cost.bill import Bill, Line
from policies.cost.price_book import HOURS, PRICES, SOURCES, SPOT_SHARE

_HEAD = f"""# What a month costs

Made by `python -m policies.cost` from the phase files and `policies/cost/price_book.py`. US dollars in
us-east-1, {HOURS} hours a month, without tax and support.

- *On demand* is what AWS asks for without any contract.
- *As planned* is what the purchasing plan of the phase file makes of it: databases reserved for a year, which
  cover any size of their family, and Spot nodes, counted at {SPOT_SHARE:.0%} of their price on demand. That
  share is an assumption: Spot prices move.
- What users cause is an assumption as well, and stands in the phase file under `purchasing.monthly_use`.
- Not counted: CPU credits of burstable classes that stay busy ($0.075 for each vCPU and hour), nodes and pods
  that autoscaling adds, and storage that grows by itself.
"""


def report(bills: Mapping[str, Bill], budgets: Mapping[str, int]) -> str:
    """Return the whole page."""
    names = " | ".join(bills)
    totals = [
        f"| | {names} |",
        f"|---|{'--:|' * len(bills)}",
        f"| On demand | {' | '.join(_usd(bill.on_demand) for bill in bills.values())} |",
        f"| As planned | {' | '.join(_usd(bill.planned) for bill in bills.values())} |",
        f"| Budget | {' | '.join(f'{usd:,}' for usd in budgets.values())} |",
    ]
    return "\n".join(
        [
            _HEAD,
            *totals,
            *(text for name, bill in bills.items() for text in ("", f"## {name}", "", *_table(bill))),
            "",
            "## Where the prices are from",
            "",
            "| Source | What it prices |",
            "|---|---|",
            *(f"| {said} | {', '.join(_of(source))} |" for source, said in SOURCES.items()),
            "",
        ]
    )


def _table(bill: Bill) -> list[str]:
    return [
        "| Part | Item | Quantity | Price | On demand | As planned |",
        "|---|---|--:|--:|--:|--:|",
        *map(_row, bill.lines),
        f"| | **Total** | | | **{_usd(bill.on_demand)}** | **{_usd(bill.planned)}** |",
    ]


def _row(line: Line) -> str:
    quantity = f"{line.quantity.normalize():f}"
    amounts = f"{_usd(line.on_demand)} | {_usd(line.planned)}"
    return f"| {line.part} | {line.item} | {quantity} | {line.rate} | {amounts} |"


def _of(source: str) -> list[str]:
    return [what for what, price in PRICES.items() if price.source == source]


def _usd(amount: Decimal) -> str:
    return f"{amount:,.2f}"
