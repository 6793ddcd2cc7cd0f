"""A table of figures, each beside its ratio to the first."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, in seconds."""

    what: str
    seconds: float


def show(name: str, figures: Sequence[Figure]) -> None:
    """Prints Markdown: what, seconds, ratio to the first."""
    print(f"\n| {name} | seconds | ratio to the first |\n|---|---|---|")
    for figure in figures:
        print(f"| {figure.what} | {figure.seconds:.2f} | {figure.seconds / figures[0].seconds:.2f} |")
