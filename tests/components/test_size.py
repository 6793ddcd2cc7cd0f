import pytest
from pydantic import ValidationError

from components.size import Size, broken_rule


class Box(Size):
    width_cm: int
    name: str


def test_a_size_is_strict_frozen_and_closed() -> None:
    box = Box(width_cm=1, name="a")
    with pytest.raises(ValidationError, match="frozen"):
        box.width_cm = 2  # type: ignore[misc]  # it is frozen: that is the test
    for wrong in (
        {"width_cm": "1", "name": "a"},
        {"width_cm": 1, "name": "a", "colour": "red"},
        {"width_cm": 1},
    ):
        with pytest.raises(ValidationError):
            Box.model_validate(wrong)


def test_a_broken_rule_says_key_value_allowed_values_and_mend() -> None:
    error = broken_rule("width_cm", 3, "1 or 2", "make it narrower")
    assert error.message() == "width_cm: got 3; allowed: 1 or 2; make it narrower"
    assert error.type == "broken_rule"
