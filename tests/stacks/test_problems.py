from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from components.size import Size, broken_rule
from stacks.problems import allowed, explain


class Leaf(Size):
    kind: Literal["leaf"]
    colour: Literal["red", "green"]


class Stem(Size):
    refused: ClassVar[Mapping[str, str]] = {"bark": "a stem has bark anyway"}

    kind: Literal["stem"]
    length_cm: Annotated[int, Field(ge=1, description="whole cm from 1")]


class Tree(Size):
    part: Annotated[Leaf | Stem, Field(discriminator="kind")]
    names: dict[Annotated[str, Field(pattern="^[a-z]+$", description="lower case")], bool]
    years: tuple[int, ...]


GOOD = {"part": {"kind": "leaf", "colour": "red"}, "names": {"oak": True}, "years": (1, 2)}


def explained(**values: object) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        Tree.model_validate({**GOOD, **values})
    headline, *lines = explain(refused.value, Tree, "tree", "file.yaml").splitlines()
    assert headline == f"file.yaml is refused, problems: {len(lines)}"
    return [line.strip() for line in lines]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"part": {"kind": "leaf", "colour": "blue"}},
            'tree.part.colour: got "blue"; allowed: red or green; correct it in file.yaml',
        ),
        (
            {"part": {"kind": "stem", "length_cm": 0}},
            "tree.part.length_cm: got 0; allowed: whole cm from 1; correct it in file.yaml",
        ),
        (
            {"part": {"kind": "stem", "length_mm": 3, "length_cm": 1}},
            "tree.part.length_mm: unknown key, got 3; allowed: kind, length_cm; did you mean length_cm?",
        ),
        (
            {"part": {"kind": "stem", "xyz": 3, "length_cm": 1}},
            "tree.part.xyz: unknown key, got 3; allowed: kind, length_cm; remove it from file.yaml",
        ),
        (
            {"part": {"kind": "stem", "bark": True, "length_cm": 1}},
            "tree.part.bark: got true; allowed: no such key: a stem has bark anyway; "
            "remove it from file.yaml",
        ),
        (
            {"part": {"kind": "root"}},
            'tree.part.kind: got "root"; allowed: leaf or stem; correct it in file.yaml',
        ),
        ({"part": {}}, "tree.part.kind: got nothing; allowed: leaf or stem; correct it in file.yaml"),
        (
            {"part": {"kind": "stem"}},
            "tree.part.length_cm: got nothing; allowed: whole cm from 1; add the key to file.yaml",
        ),
        ({"names": {"Oak": True}}, 'tree.names.Oak: got "Oak"; allowed: lower case; correct it in file.yaml'),
        ({"names": {"oak": 1}}, "tree.names.oak: got 1; allowed: true or false; correct it in file.yaml"),
        ({"years": (1, "x")}, 'tree.years.1: got "x"; allowed: a whole number; correct it in file.yaml'),
    ],
)
def test_a_problem_is_one_line_with_key_value_allowed_values_and_mend(
    values: dict[str, object], line: str
) -> None:
    assert explained(**values) == [line]


def test_each_problem_has_its_line() -> None:
    assert len(explained(names={"oak": 1, "ash": 2}, years=("x",))) == 3


def test_a_long_value_is_cut() -> None:
    (line,) = explained(names="x" * 500)
    assert "..." in line
    assert len(line) < 200


def test_a_broken_rule_speaks_for_itself() -> None:
    class Pair(Size):
        low: int

        def model_post_init(self, _: object) -> None:
            raise broken_rule("low", self.low, "less than high", "lower it")

    with pytest.raises(ValidationError) as refused:
        Pair.model_validate({"low": 3})
    assert "tree.low: got 3; allowed: less than high; lower it" in explain(refused.value, Pair, "tree", "f")


def test_words_of_an_optional_value_are_those_of_the_value() -> None:
    assert allowed(bool | None) == "true or false"
    assert allowed(Leaf) == "a section with the keys kind, colour"
    assert allowed(list[str]) == "a value"
