import json
from collections.abc import Iterator

import pytest
from pulumi.runtime import set_all_config

from stacks.loading import transition_from_config
from stacks.reading import ConfigurationError
from stacks.transition import Transition
from tests.recording import record


@pytest.fixture(autouse=True)
def no_config() -> Iterator[None]:
    set_all_config({})
    yield
    set_all_config({})


def loaded(value: object) -> Transition | None:
    seen: list[Transition | None] = []
    set_all_config({"softfactory:transition": json.dumps(value)} if value is not None else {})
    record(lambda: seen.append(transition_from_config()), preview=False, stack="phase3")
    return seen[0]


def test_no_transition_is_none() -> None:
    assert loaded(None) is None


def test_it_names_what_is_cut_over() -> None:
    assert loaded({"cut_over": []}) == Transition(cut_over=())
    assert loaded({"cut_over": ["coocook", "sns-auto"]}) == Transition(cut_over=("coocook", "sns-auto"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, r"transition\.cut_over: got nothing; allowed: a list of datasets, empty for none"),
        ({"cut_over": "coocook"}, r'transition\.cut_over: got "coocook"; allowed: a list of datasets'),
        ({"cut_over": ["Coo Cook"]}, r'got "Coo Cook"; allowed: the name of a service\'s data'),
        ({"cut_over": [], "done": []}, r"transition\.done: unknown key, got \[\]; allowed: cut_over"),
    ],
)
def test_anything_else_is_refused(value: object, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as refused:
        loaded(value)
    assert "the configuration of stack phase3" in str(refused.value)
