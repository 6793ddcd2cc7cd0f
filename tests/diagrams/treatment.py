"""What becomes of a number that is not read from the deployed cloud."""

from dataclasses import dataclass

from tests.diagrams.expectation import Expectation, Said


@dataclass(frozen=True, kw_only=True)
class OfTheApp:
    """A test of the app holds it, as path::name."""

    said: tuple[Said, ...]
    test: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A figure that was measured, on this line of benchmarks/README.md, as it begins."""

    said: tuple[Said, ...]
    figure: str


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """Something else is built, as the entry of docs/DEVIATIONS.md says, which names the line."""

    said: tuple[Said, ...]
    entry: str


@dataclass(frozen=True, kw_only=True)
class NotProvisioned:
    """Nobody can build it: it happens, or it was, or it is a comparison of what other rows hold."""

    said: tuple[Said, ...]
    reason: str


Treatment = OfTheApp | Measured | Deviation | NotProvisioned
Row = Expectation | Treatment


def of_the_app(test: str, *said: Said) -> OfTheApp:
    return OfTheApp(said=said, test=f"tests/app/{test}")


def measured(figure: str, *said: Said) -> Measured:
    return Measured(said=said, figure=figure)


def deviation(entry: str, *said: Said) -> Deviation:
    return Deviation(said=said, entry=entry)


def not_provisioned(reason: str, *said: Said) -> NotProvisioned:
    return NotProvisioned(said=said, reason=reason)
