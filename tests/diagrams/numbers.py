"""The numbers of the diagrams: where each stands, and which digits are part of a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.phases import ROOT

PAGE = ROOT / "docs/diagrams/architecture-diagrams.md"
LINES = tuple(PAGE.read_text(encoding="utf-8").splitlines())

# "No" is none and "single" is one: they are sizes, and change from phase to phase as digits do.
_NUMBER = re.compile(r"[A-Za-z0-9][\w.,%+-]*(?<![.,-])")
_WORDS = {"no", "single", "daily"}

# Digits that name something; the group is what is no number, and the second string says what it is.
NAMES = (
    (r"Generated:\*\* (\S+)", "the day on which the page was made"),
    (r"Diagram (\d):", "a diagram"),
    (r"(?i)phase (\d)\b", "a phase"),
    (r"\((P\d)\)", "a phase"),
    (r"(?i)service (\d)\b", "a service"),
    (r"REPLICA (\d)", "a replica"),
    (r"(?:^|│ {1,4})(\d)\. [A-Z]", "a place in a list"),
    (r"\((M-005)\)", "a bot"),
    (r"\((3rd) party\)", "a word"),
    (r"Full (E2E) testing", "a word"),
    (r"\((p99)\)", "a percentile"),
    (r"\?page=(1)\)?$", "the query of an example"),
)


@dataclass(frozen=True, order=True)
class Number:
    """A number as written, on a line (from 1) between two columns (from 0)."""

    line: int
    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text!r} in {LINES[self.line - 1].strip('│ ')!r}"


def names(line: int) -> set[tuple[int, int]]:
    """Return where the digits stand on a line that are part of a name."""
    return {found.span(1) for pattern, _ in NAMES for found in re.finditer(pattern, LINES[line - 1])}


def numbers(line: int) -> Iterator[Number]:
    """Yield the numbers of a line, names aside."""
    for found in _NUMBER.finditer(LINES[line - 1]):
        text = found.group()
        if not (re.search(r"\d", text) or text.lower() in _WORDS) or found.span() in names(line):
            continue
        yield Number(line, *found.span(), text)


NUMBERS = tuple(number for line in range(1, len(LINES) + 1) for number in numbers(line))


def within(line: int, words: str) -> set[Number]:
    """Return the numbers that stand within the words, wherever these stand on the line."""
    places = [found.span() for found in re.finditer(re.escape(words), LINES[line - 1])]
    return {
        number
        for number in numbers(line)
        if any(start <= number.start and number.end <= end for start, end in places)
    }
