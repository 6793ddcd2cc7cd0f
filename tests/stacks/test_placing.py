from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components.data.datasets import written
from stacks.composition import compose
from stacks.lookups import databases_there
from stacks.placement import Misplaced, Placement, as_written
from stacks.placing import placed
from stacks.transition import Transition
from tests.phases import INSTALLATION, PHASES
from tests.recording import Functions, Recording, record

pytestmark = pytest.mark.exhaustive
INSTANCE = "aws:rds/instance:Instance"
PHASE2 = {"platform": written([*as_written(PHASES["phase2"].databases)])}
MOVING = ("coocook", "sns-auto", "review", "ai-automation")
# After the first update of the promotion.
NEW = {**PHASE2, **dict.fromkeys(MOVING, "-")}


def cloud(databases: Mapping[str, str], phase: str = "phase2") -> Functions:
    """A cloud with these databases, each with the value of its tag."""

    def instance(args: Mapping[str, Any]) -> Mapping[str, Any]:
        name = args["dbInstanceIdentifier"]
        return {"tags": {"Name": name, "datasets": databases[name], "phase": phase}}

    def instances(args: Mapping[str, Any]) -> Mapping[str, Any]:
        assert args["tags"] == {"project": "softfactory", "role": "primary"}
        return {"instanceIdentifiers": list(databases), "instanceArns": []}

    return {"aws:rds/getInstances:getInstances": instances, "aws:rds/getInstance:getInstance": instance}


def phase3(
    there: Mapping[str, str], transition: Transition | None = None, preview: bool = False, empty: bool = False
) -> Recording:
    def program() -> None:
        compose(PHASES["phase3"], INSTALLATION, transition)

    known = {} if empty else {"aws:kms/key:Key": {"arn": "arn:aws:kms:key"}}
    return record(program, preview=preview, stack="phase3", functions=cloud(there), answers=known)


def tags(recording: Recording) -> dict[str, str]:
    found = recording.of(INSTANCE).items()
    return {
        name: item.inputs["tags"]["datasets"] for name, item in found if "datasets" in item.inputs["tags"]
    }


def test_a_plain_update_over_data_that_is_elsewhere_declares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*_: object) -> None:
        raise AssertionError("what is declared is made at once")

    monkeypatch.setattr("stacks.composition.EncryptionKey", too_late)
    with pytest.raises(Misplaced, match="coocook is in database platform"):
        phase3(PHASE2)


def test_a_preview_of_a_stack_that_has_resources_is_refused_too() -> None:
    with pytest.raises(Misplaced, match="coocook is in database platform"):
        phase3(PHASE2, preview=True)


def test_a_preview_of_an_empty_stack_shows_what_growing_would_add(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr("stacks.placing.pulumi.warn", warned.append)
    recording = phase3(PHASE2, preview=True, empty=True)
    assert tags(recording)["platform"] == PHASE2["platform"]
    (warning,) = warned
    assert "`pulumi up` itself is refused" in warning
    assert "make promote FROM=phase2 TO=phase3" in warning


def test_a_transition_adds_the_databases_and_moves_nobody() -> None:
    found = tags(phase3(PHASE2, Transition(cut_over=())))
    assert found.pop("platform") == PHASE2["platform"]
    assert set(found.values()) == {"-"}
    assert len(found) == 4


def test_the_old_way_in_stays_until_the_last_cut_over() -> None:
    def ways(transition: Transition) -> set[str]:
        return {*phase3(NEW, transition).of("aws:lb/listenerRule:ListenerRule")}

    assert ways(Transition(cut_over=MOVING[:1])) == {"edge-public", "edge-cdn"}
    assert ways(Transition(cut_over=MOVING)) == {"edge-cdn"}


def test_a_cut_over_moves_the_tag() -> None:
    recording = phase3(NEW, Transition(cut_over=("coocook",)))
    assert tags(recording)["coocook"] == "coocook"
    assert "coocook" not in tags(recording)["platform"]
    phases = {item.inputs["tags"].get("phase") for item in recording.of(INSTANCE).values()}
    assert phases == {"phase2", None}, "not phase 3 before all of it has arrived; replicas say nothing"


def test_after_the_last_cut_over_a_plain_update_passes() -> None:
    there = {name: " ".join(size.datasets) for name, size in PHASES["phase3"].databases.items()}
    passed: list[tuple[Placement, Misplaced | None]] = []

    def program() -> None:
        options = pulumi.InvokeOptions(provider=aws.Provider("aws", region="us-east-1"))
        found = databases_there("softfactory", options)
        passed.append(placed(PHASES["phase3"].databases, found, None))

    record(program, preview=False, stack="phase3", functions=cloud(there, "phase3"))
    placement, refusal = passed[0]
    assert refusal is None
    assert {name: " ".join(placement.held_by(name)) for name in there} == there
