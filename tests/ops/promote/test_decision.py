import pytest

from ops.promote.decision import Change, Kind, Risk, Shrinks, Situation, Step, changes, decide, worst
from stacks.placement import FoundDatabase, Misplaced, as_written
from stacks.transition import Transition
from tests.phases import PHASES

MOVING = ("coocook", "sns-auto", "review", "ai-automation")


def found(phase: str, **more: str) -> tuple[FoundDatabase, ...]:
    whole = " ".join(as_written(PHASES[phase].databases))
    databases = {"platform": whole, **{name.replace("_", "-"): held for name, held in more.items()}}
    return tuple(
        FoundDatabase(name=name, identifier=f"{name}-1", datasets=tuple(held.split()), phase=phase)
        for name, held in databases.items()
    )


def steps(
    before: str,
    after: str,
    there: tuple[FoundDatabase, ...],
    moved: bool = False,
    cut_over: tuple[str, ...] = (),
) -> list[Step]:
    situation = Situation(
        before=before, after=after, state_is_to_be_moved=not moved, found=there, cut_over=cut_over
    )
    return decide(PHASES[before], PHASES[after], situation)


def test_where_no_data_moves_the_state_moves_and_an_update_follows() -> None:
    move, update = steps("phase1", "phase2", found("phase1"))
    assert (move.kind, move.risk) == (Kind.MOVE_STATE, Risk.NONE)
    assert (update.kind, update.risk) == (Kind.UPDATE, Risk.INTERRUPTS)
    # Without one it would be refused: the system is another phase's.
    assert update.transition == Transition(cut_over=())
    assert update.reason == "everything is as the phase says"


def test_a_system_that_has_arrived_is_updated_plainly() -> None:
    (update,) = steps("phase1", "phase2", found("phase2"), moved=True)
    assert update.transition is None


def test_where_data_moves_everything_grows_but_its_users_stay() -> None:
    _, update, *rest = steps("phase2", "phase3", found("phase2"))
    assert update.transition == Transition(cut_over=())
    assert [(step.kind, step.subject) for step in rest] == [
        pair for name in MOVING for pair in ((Kind.COPY, name), (Kind.CUT_OVER, name))
    ]
    assert {step.risk for step in rest} == {Risk.MOVES_DATA}
    assert "in database platform and belongs into coocook" in rest[0].reason


def test_a_state_that_has_moved_is_not_moved_again() -> None:
    assert [step.kind for step in steps("phase1", "phase2", found("phase1"), moved=True)] == [Kind.UPDATE]


def test_a_cut_over_leaves_the_others() -> None:
    empty = dict.fromkeys(("coocook", "sns_auto", "review", "ai_automation"), "")
    update, *rest = steps("phase2", "phase3", found("phase2", **empty), moved=True, cut_over=("coocook",))
    assert update.transition == Transition(cut_over=("coocook",))
    assert update.risk is Risk.MOVES_DATA
    assert "coocook" in update.reason
    assert {step.subject for step in rest} == set(MOVING) - {"coocook"}


def test_a_cut_over_before_its_database_is_there_is_refused() -> None:
    with pytest.raises(Misplaced, match="database coocook is not there yet"):
        steps("phase2", "phase3", found("phase2"), cut_over=("coocook",))


def test_a_phase_that_has_less_of_a_store_is_no_way_to_go() -> None:
    less = r"phase1 has less of a store than phase2\n  databases\.platform\.\w+: got .*; allowed: .* or more"
    with pytest.raises(Shrinks, match=less):
        steps("phase2", "phase1", found("phase2"))


def test_state_in_a_cache_counts_as_a_store_and_a_cache_does_not() -> None:
    caches = dict(PHASES["phase3"].caches)
    del caches["state"]
    after = PHASES["phase3"].model_copy(update={"caches": caches})
    situation = Situation(before="phase2", after="phase3", state_is_to_be_moved=True, found=found("phase2"))
    with pytest.raises(Shrinks, match=r"caches\.state: got nothing") as refused:
        decide(PHASES["phase2"], after, situation)
    assert "caches.cache" not in str(refused.value)


def test_data_for_which_there_is_no_database_is_named() -> None:
    there = tuple(
        FoundDatabase(name=name, identifier=name, datasets=size.datasets, phase="phase3")
        for name, size in PHASES["phase3"].databases.items()
    )
    with pytest.raises(Misplaced, match=r"coocook is in database coocook .* which this phase lacks"):
        steps("phase1", "phase2", there)


def test_every_difference_is_told_with_its_risk() -> None:
    told = {change.path: change for change in changes(PHASES["phase1"], PHASES["phase2"])}
    databases = {"databases.platform.instance_class", "databases.platform.replicas"}
    assert databases <= told.keys()
    restart = told["databases.platform.instance_class"]
    assert (restart.before, restart.after, restart.risk) == ("db.t3.medium", "db.t3.large", Risk.INTERRUPTS)
    assert "restarts" in str(restart)
    later = {change.path: change for change in changes(PHASES["phase2"], PHASES["phase3"])}
    assert later["databases.coocook"].risk is Risk.ADDS
    assert later["databases.platform.datasets"].risk is Risk.MOVES_DATA
    assert later["network.nat.kind"].risk is Risk.INTERRUPTS
    assert later["brokers.jobs"].risk is Risk.ADDS
    assert (later["caches.cache"].after, later["caches.cache"].risk) == ("nothing", Risk.INTERRUPTS)
    assert not list(changes(PHASES["phase2"], PHASES["phase2"]))


def test_the_worst_counts() -> None:
    def change(risk: Risk) -> Change:
        return Change(path="a", before="b", after="c", meaning="d", risk=risk)

    assert worst([]) is Risk.NONE
    assert worst([change(Risk.ADDS), change(Risk.NONE)]) is Risk.ADDS
    assert worst([change(Risk.INTERRUPTS), change(Risk.ADDS)]) is Risk.INTERRUPTS
    assert worst([change(Risk.MOVES_DATA)]) is Risk.NONE, "the users stay: that is what the transition is for"
