"""No number of the diagrams is left out, and what a row names is there."""

import hashlib
import re
from collections import Counter

import pytest

from tests.diagrams.expectation import Expectation, Said
from tests.diagrams.numbers import LINES, NAMES, NUMBERS, PAGE, Number, within
from tests.diagrams.rows import ROWS, TREATMENTS
from tests.diagrams.treatment import Deviation, Measured, OfTheApp
from tests.phases import ROOT

SAID = sorted({said for row in ROWS for said in row.said}, key=lambda said: (said.line, said.words))


def test_the_diagrams_are_those_that_were_given() -> None:
    # The page is the source of truth and nobody's to edit.
    given = "2e52f8b328ef44814cce414193fc31213e51e7d8dec8599eb7c1345abd407d2f"
    assert hashlib.sha256(PAGE.read_bytes()).hexdigest() == given


def test_no_number_is_left_out() -> None:
    told = {number for said in SAID for number in within(said.line, said.words)}
    assert [str(number) for number in NUMBERS if number not in told] == []


@pytest.mark.parametrize("said", SAID, ids=str)
def test_the_words_stand_where_the_row_says(said: Said) -> None:
    assert said.words in LINES[said.line - 1]
    above = [line for line in LINES[: said.line] if line.startswith("## Diagram ")]
    assert above[-1].startswith(f"## Diagram {said.diagram.removeprefix('D')}:")


@pytest.mark.parametrize("said", SAID, ids=str)
def test_a_row_is_about_one_number(said: Said) -> None:
    # Words may stand on a line more than once, as those of two replicas side by side do.
    times = LINES[said.line - 1].count(said.words)
    found = within(said.line, said.words)
    assert len(found) <= times, f"name one number, not {[number.text for number in found]}"


def test_a_number_has_one_kind_of_row() -> None:
    kinds: dict[Number, set[str]] = {}
    for row in ROWS:
        for said in row.said:
            for number in within(said.line, said.words):
                kinds.setdefault(number, set()).add(type(row).__name__)
    both = [f"{number}: {sorted(kind)}" for number, kind in kinds.items() if len(kind) > 1]
    assert both == [], "take the row that is no longer true out of tests/diagrams/d<number>.py"


@pytest.mark.parametrize(("pattern", "_what"), NAMES)
def test_digits_that_name_something_stand_in_the_diagrams(pattern: str, _what: str) -> None:
    found = Counter(bool(re.search(pattern, line)) for line in LINES)
    assert 0 < found[True] < 30


@pytest.mark.parametrize(
    "line",
    [
        (154, ["9"]),
        (218, ["db.t3.medium"]),
        (163, ["50-70%", "5ms"]),
        (110, ["15-alpine", "Single"]),
        (133, []),
        (796, ["1,350"]),
    ],
    ids=str,
)
def test_numbers_are_found_with_their_units(line: tuple[int, list[str]]) -> None:
    assert [number.text for number in NUMBERS if number.line == line[0]] == line[1]


NAMED = sorted({row.test for row in TREATMENTS if isinstance(row, OfTheApp)})


@pytest.mark.parametrize("test", NAMED)
def test_the_app_s_test_is_there(test: str) -> None:
    path, name = test.split("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_a_measured_figure_is_written_down() -> None:
    written = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8").splitlines()
    missing = [
        row.figure
        for row in TREATMENTS
        if isinstance(row, Measured) and not any(line.startswith(row.figure) for line in written)
    ]
    assert missing == []


@pytest.mark.parametrize(
    "row",
    [row for row in TREATMENTS if isinstance(row, Deviation)],
    ids=lambda row: f"{row.said[0].diagram}-{row.entry}",
)
def test_the_deviation_names_the_line(row: Deviation) -> None:
    text = (ROOT / "docs/DEVIATIONS.md").read_text(encoding="utf-8")
    drawn = text.split(f"## {row.entry} ")[1].split("- **Reality**")[0]
    named = lines_named(drawn)
    assert [said.line for said in row.said if said.line not in named] == []


def lines_named(text: str) -> set[int]:
    """Return the lines of "line 5", "lines 5, 7 and 9" and "lines 5 to 9"."""
    found: set[int] = set()
    for listed in re.findall(r"\blines? ([\d ,]+(?:(?:and|to) \d+[\d ,]*)*)", " ".join(text.split())):
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", listed):
            found |= set(range(int(first), int(last or first) + 1))
    return found


def test_lines_are_understood() -> None:
    assert lines_named("(D1, line 5; D2, lines 7, 9 and 11), lines 20 to 22 and 30") == {
        5, 7, 9, 11, 20, 21, 22, 30,
    }  # fmt: skip


def test_every_row_says_something() -> None:
    assert all(row.said for row in ROWS)
    assert any(isinstance(row, Expectation) for row in ROWS)
