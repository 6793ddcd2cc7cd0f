"""Whatever cannot be built as drawn is treated, and whatever is written down as a deviation says so fully."""

import re

import pytest

from tests.diagrams.verdicts import AS_DRAWN, ITEMS, VERDICTS, Verdict
from tests.phases import ROOT

TEXT = (ROOT / "docs/DEVIATIONS.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^## (DEV-\d\d) .+$", TEXT, re.MULTILINE)
BODIES = dict(zip(ENTRIES, re.split(r"^## DEV-\d\d .+$", TEXT, flags=re.MULTILINE)[1:], strict=True))


def test_every_item_of_the_diagrams_has_a_verdict() -> None:
    items = [f"{diagram}.{number}" for diagram, most in ITEMS.items() for number in range(1, most + 1)]
    assert sorted(items) == sorted([*AS_DRAWN, *VERDICTS])


@pytest.mark.parametrize("verdict", VERDICTS.values(), ids=lambda verdict: verdict.item)
def test_what_treats_an_item_is_there(verdict: Verdict) -> None:
    if "::" in verdict.treated:
        path, name = verdict.treated.split("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
    else:
        assert verdict.treated in ENTRIES


def test_the_entries_are_numbered_without_a_gap() -> None:
    assert [f"DEV-{number:02}" for number in range(1, len(ENTRIES) + 1)] == ENTRIES


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_says_what_is_drawn_real_and_built_and_what_pins_it(entry: str) -> None:
    parts = re.findall(r"^- \*\*(\w+)\*\*: \S", BODIES[entry], re.MULTILINE)
    assert parts == ["Drawn", "Reality", "Built", "Key", "Test"]
    drawn = BODIES[entry].split("- **Reality**")[0]
    assert re.search(r"\(D\d, lines? \d+", drawn)
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", BODIES[entry].split("- **Test**")[1])
    assert named
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
