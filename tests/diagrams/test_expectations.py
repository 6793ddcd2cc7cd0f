"""The phase files are what the diagrams say, and a change of any number that a diagram gives is noticed."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from fnmatch import fnmatchcase
from functools import cache
from itertools import combinations, count
from math import comb
from typing import Any

import pytest

from stacks.composition import compose
from stacks.phase_spec import PhaseSpec
from stacks.reading import PHASE_KEY, parse, read_config
from tests.diagrams import recorded
from tests.diagrams.expectation import Expectation
from tests.diagrams.expectations import EXPECTATIONS, NOT_GIVEN
from tests.diagrams.facts import Facts, Workers
from tests.diagrams.mutation import leaves, mutated
from tests.phases import FILES, INSTALLATION
from tests.platforms import platform
from tests.recording import record

WRITTEN: Mapping[str, Any] = {name: read_config(path)[PHASE_KEY] for name, path in FILES.items()}
LEAVES = [(phase, leaf) for phase, written in WRITTEN.items() for leaf in leaves(written)]
GIVEN = [
    (phase, leaf)
    for phase, leaf in LEAVES
    if any(leaf in row.leaves for row in EXPECTATIONS if row.phase == phase)
]


def facts(phase: str, written: Mapping[str, Any]) -> Facts:
    spec = parse(PhaseSpec, written, PHASE_KEY, phase)
    return recorded.read(record(lambda: compose(spec, INSTALLATION), preview=False, stack=phase))


@cache
def facts_as_written(phase: str) -> Facts:
    return recorded.read(platform(phase))


def failing(phase: str, found: Facts) -> list[Expectation]:
    stated = [row for row in EXPECTATIONS if row.phase == phase and not row.computed]
    return [row for row in stated if not row.holds(found)]


@pytest.mark.parametrize("row", EXPECTATIONS, ids=str)
def test_the_program_asks_for_what_the_diagram_says(row: Expectation) -> None:
    assert row.reading.of(facts_as_written(row.phase)) == row.value


def together(phase: str) -> list[tuple[str, ...]]:
    """The fewest sets of given values such that of any two one set has the first without the second.

    Each value is in another half of the sets, so that no value is in all sets of another (Sperner's theorem).
    """
    given = [leaf for at, leaf in GIVEN if at == phase]
    size = next(size for size in count(1) if comb(size, size // 2) >= len(given))
    chosen = list(zip(given, combinations(range(size), size // 2), strict=False))
    return [tuple(leaf for leaf, sets in chosen if number in sets) for number in range(size)]


CHANGED = [(phase, leaves) for phase in WRITTEN for leaves in together(phase)]


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("phase", "leaves"), CHANGED, ids=[f"{phase}-{len(leaves)}" for phase, leaves in CHANGED]
)
def test_a_change_of_a_given_value_fails_exactly_its_row(phase: str, leaves: tuple[str, ...]) -> None:
    # Not one by one: the platform would be composed as often as there are values. Were one to fail the row of
    # another, it would do so in a set without the other.
    found = failing(phase, facts(phase, mutated(WRITTEN[phase], *leaves)))
    assert found == [row for row in EXPECTATIONS if row.phase == phase and {*row.leaves} & {*leaves}]


@pytest.mark.parametrize("phase", WRITTEN)
def test_of_any_two_given_values_one_is_changed_without_the_other(phase: str) -> None:
    given = [leaf for at, leaf in GIVEN if at == phase]
    changed = [leaves for at, leaves in CHANGED if at == phase]
    for one in given:
        assert any(one in leaves for leaves in changed)
        assert all(
            any(one in leaves and other not in leaves for leaves in changed)
            for other in given
            if other != one
        )
        assert len([row for row in EXPECTATIONS if row.phase == phase and one in row.leaves]) == 1


@pytest.mark.exhaustive
@pytest.mark.parametrize("phase", WRITTEN)
def test_a_change_of_every_other_value_fails_no_row(phase: str) -> None:
    others = [leaf for at, leaf in LEAVES if at == phase and (at, leaf) not in GIVEN]
    changed = mutated(WRITTEN[phase], *others)
    assert changed != WRITTEN[phase]
    assert failing(phase, facts(phase, changed)) == []


@pytest.mark.parametrize(("phase", "leaf"), LEAVES)
def test_a_value_is_given_by_a_row_or_listed_as_not_given(phase: str, leaf: str) -> None:
    reasons = [pattern for pattern in NOT_GIVEN[phase] if fnmatchcase(leaf, pattern)]
    if (phase, leaf) in GIVEN:
        # Of one name a diagram may speak and of another not, so a pattern may cover a given value as well.
        assert not [
            pattern
            for pattern in reasons
            if all((phase, other) in GIVEN for other in matching(phase, pattern))
        ]
    else:
        assert len(reasons) == 1


def matching(phase: str, pattern: str) -> list[str]:
    return [leaf for at, leaf in LEAVES if at == phase and fnmatchcase(leaf, pattern)]


def test_every_reason_and_every_row_is_about_a_value_that_is_there() -> None:
    for phase, reasons in NOT_GIVEN.items():
        assert [pattern for pattern in reasons if not matching(phase, pattern)] == []
    for row in EXPECTATIONS:
        assert [leaf for leaf in row.leaves if (row.phase, leaf) not in LEAVES] == []


@pytest.mark.parametrize("row", [row for row in EXPECTATIONS if not row.leaves], ids=str)
def test_a_row_that_no_phase_file_can_break_can_fail_all_the_same(row: Expectation) -> None:
    assert not all(row.holds(other) for other in neighbours(facts_as_written(row.phase)))


def neighbours(found: Facts) -> list[Facts]:
    """Every platform that differs in one fact."""

    def other(value: Any) -> Any:
        match value:
            case bool():
                return not value
            case int() | float():
                return value + 1
            case str():
                return f"{value}-other"
            case _:
                return (*value, "other")

    result = [replace(found, workers={**found.workers, "other": Workers(pods=1, concurrency=1)})]
    for part in fields(found):
        parts = getattr(found, part.name)
        result.append(replace(found, **{part.name: dict(list(parts.items())[1:])}))
        for name, item in parts.items():
            for field in fields(item):
                changed = replace(item, **{field.name: other(getattr(item, field.name))})
                result.append(replace(found, **{part.name: {**parts, name: changed}}))
    return result


def test_how_a_row_is_read_is_a_call_and_a_field() -> None:
    for row in EXPECTATIONS:
        assert re.match(r"^([a-z]+ (describe|list|get)_\w+|apps/v1 list \w+): \w", row.reading.how)
