"""A table of figures, each beside its ratio to the first."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    what: str
    amount: float
    unit: str = "s"


def show(name: str, figures: Sequence[Figure]) -> None:
    """Prints Markdown: what, how much, and its ratio to the first that has the same unit."""
    print(f"\n| {name} | measured | ratio to the first |\n|---|---|---|")
    first: dict[str, float] = {}
    for figure in figures:
        ratio = figure.amount / first.setdefault(figure.unit, figure.amount)
        print(f"| {figure.what} | {figure.amount:.3g} {figure.unit} | {ratio:.2f} |")
