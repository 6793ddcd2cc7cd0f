import re
from collections.abc import Mapping

import pytest

from components.data.postgres_size import PostgresSize
from stacks.placement import FoundDatabase, Misplaced, as_written, place, serving
from stacks.transition import Transition
from tests.phases import PHASES

BEFORE, AFTER = PHASES["phase2"].databases, PHASES["phase3"].databases
MOVING = ("coocook", "sns-auto", "review", "ai-automation")


def found(name: str, *datasets: str, phase: str = "phase2") -> FoundDatabase:
    return FoundDatabase(name=name, identifier=f"{name}-1a2b3c4", datasets=datasets, phase=phase)


def there(sizes: Mapping[str, PostgresSize]) -> list[FoundDatabase]:
    return [found(name, *size.datasets) for name, size in sizes.items()]


def test_every_phase_has_the_same_data_and_the_last_one_spreads_it() -> None:
    same = {frozenset(as_written(phase.databases)) for phase in PHASES.values()}
    assert len(same) == 1
    assert {name for name, database in as_written(AFTER).items() if database != "platform"} == set(MOVING)
    assert set(as_written(BEFORE).values()) == {"platform"}


def test_in_an_empty_account_all_is_as_the_phase_file_says() -> None:
    assert place(AFTER, [], "phase3").holders == as_written(AFTER)
    assert place(AFTER, [], "phase3").phase == "phase3"


def test_a_fresh_deployment_that_was_cut_off_goes_on() -> None:
    made = [found(name, *size.datasets, phase="phase3") for name, size in AFTER.items()]
    for count in range(len(AFTER)):
        assert not place(AFTER, made[:count], "phase3").open


def test_growing_that_moves_no_data_is_a_promotion_all_the_same() -> None:
    there = [found("platform", *as_written(BEFORE), phase="phase1")]
    placement = place(BEFORE, there, "phase2", Transition(cut_over=()))
    assert placement.holders == as_written(BEFORE)
    assert (placement.phase, placement.open) == ("phase2", ())


@pytest.mark.parametrize(("there", "stack"), [("phase1", "phase2"), ("phase2", "phase1")])
def test_a_plain_update_of_another_phase_s_system_is_refused(there: str, stack: str) -> None:
    """Of an empty stack it would be a second system beside the first, and backwards it would shrink it."""
    live = [found("platform", *as_written(BEFORE), phase=there)]
    with pytest.raises(Misplaced) as refused:
        place(PHASES[stack].databases, live, stack)
    assert f"database platform (platform-1a2b3c4) is of {there}" in str(refused.value)
    assert f"make promote FROM={there} TO={stack}" in str(refused.value)
    assert place(PHASES[stack].databases, live, there).phase == there


def test_data_that_is_elsewhere_is_named_with_the_command_to_run() -> None:
    with pytest.raises(Misplaced) as refused:
        place(AFTER, there(BEFORE), "phase3")
    words = str(refused.value)
    for name in MOVING:
        assert f"{name} is in database platform (platform-1a2b3c4), and this phase uses it in {name}" in words
    assert "webapp-builder" not in words
    assert "make promote FROM=phase2 TO=phase3" in words
    assert "nothing is changed" in words


def test_a_phase_that_lacks_the_database_is_refused_with_and_without_a_transition() -> None:
    for transition in (None, Transition(cut_over=()), Transition(cut_over=MOVING)):
        with pytest.raises(Misplaced, match=r"review is in database review \(.*\), which this phase lacks"):
            place(BEFORE, there(AFTER), "phase2", transition)


def test_in_a_transition_data_stays_until_it_is_cut_over() -> None:
    empty = [found(name) for name in MOVING]
    first = place(AFTER, there(BEFORE), "phase3", Transition(cut_over=()))
    assert set(first.holders.values()) == {"platform"}
    assert first.open == MOVING
    assert first.phase == "phase2", "all data has arrived when all is cut over"
    assert first.held_by("coocook") == ()

    second = place(AFTER, [*there(BEFORE), *empty], "phase3", Transition(cut_over=("coocook",)))
    assert second.held_by("coocook") == ("coocook",)
    assert "coocook" not in second.held_by("platform")
    assert second.open == MOVING[1:]


def test_what_was_cut_over_once_stays_so_and_the_last_one_ends_the_transition() -> None:
    rest = [name for name in as_written(BEFORE) if name != "coocook"]
    now = [found("platform", *rest), found("coocook", "coocook"), *(found(name) for name in MOVING[1:])]
    again = place(AFTER, now, "phase3", Transition(cut_over=()))
    assert again.holders["coocook"] == "coocook"
    last = place(AFTER, now, "phase3", Transition(cut_over=MOVING[1:]))
    assert last.holders == as_written(AFTER)
    assert (last.open, last.phase) == ((), "phase3")


@pytest.mark.parametrize(
    ("databases", "cut_over", "words"),
    [
        (there(BEFORE), ("coocok",), "coocok cannot be cut over: the phase has platform, "),
        (there(BEFORE), ("coocook",), "database coocook is not there yet"),
        (
            [*there(BEFORE), found("coocook", "coocook")],
            (),
            r"coocook is said to be in platform \(.*\) and coocook \(.*\): a cut-over .* was cut off",
        ),
    ],
)
def test_a_cut_over_that_cannot_be_is_refused(
    databases: list[FoundDatabase], cut_over: tuple[str, ...], words: str
) -> None:
    with pytest.raises(Misplaced, match=words):
        place(AFTER, databases, "phase3", Transition(cut_over=cut_over))


def test_a_cut_over_that_was_cut_off_is_repeated() -> None:
    databases = [*there(BEFORE), found("coocook", "coocook")]
    placement = place(AFTER, databases, "phase3", Transition(cut_over=("coocook",)))
    assert placement.holders["coocook"] == "coocook"
    with pytest.raises(Misplaced, match=r"coocook is in database platform .* and coocook"):
        place(AFTER, databases, "phase3")


def test_users_follow_their_data() -> None:
    first = place(AFTER, there(BEFORE), "phase3", Transition(cut_over=()))
    assert serving(AFTER, first) == dict.fromkeys(AFTER, "platform")
    assert serving(AFTER, place(AFTER, [], "phase3")) == {name: name for name in AFTER}


def test_users_of_data_in_two_databases_are_refused() -> None:
    both = {**AFTER, "coocook": AFTER["coocook"].model_copy(update={"datasets": ("coocook", "chefs")})}
    now = [found("platform", "coocook"), found("coocook", "chefs")]
    placement = place(both, now, "phase3", Transition(cut_over=()))
    with pytest.raises(Misplaced, match="cut them over together") as refused:
        serving(both, placement)
    assert re.search(r"databases\.coocook: .* coocook and platform", str(refused.value))
