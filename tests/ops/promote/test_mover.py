import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ops.promote import state
from ops.promote.mover import Refused, is_to_be_moved, move
from tests.ops.promote.test_state import deployment

EMPTY: dict[str, Any] = {"version": 3, "deployment": {"manifest": {}}}


class Killed(Exception):
    """The process ends here."""


class Backend:
    """The states of stacks; ends the process before its `lives`-th import, and damages what it is told to."""

    def __init__(self, lives: int = 10, damaged: str = "", **stacks: dict[str, Any]) -> None:
        self.stacks, self.lives, self.damaged = stacks, lives, damaged

    def __call__(self, arguments: Sequence[str]) -> str:
        match list(arguments):
            case ["stack", "export", "--stack", stack]:
                return json.dumps(self.stacks[stack])
            case ["stack", "import", "--stack", stack, "--file", file]:
                if not self.lives:
                    raise Killed
                self.lives -= 1
                assert Path(file).stat().st_mode & 0o077 == 0
                self.stacks[stack] = json.loads(Path(file).read_text())
                if stack == self.damaged:
                    self.stacks[stack]["deployment"]["resources"].pop()
                return ""
        raise AssertionError(arguments)


def ids(backend: Backend, stack: str) -> list[str]:
    return [resource.get("id", "") for resource in state.resources(backend.stacks[stack])]


def promote(backend: Backend) -> None:
    if is_to_be_moved("softfactory", "phase2", "phase3", backend):
        move("softfactory", "phase2", "phase3", backend)


def test_the_resources_are_the_next_stack_s() -> None:
    backend = Backend(phase2=deployment("phase2"), phase3=EMPTY)
    assert move("softfactory", "phase2", "phase3", backend) == 3
    assert state.same(backend.stacks["phase3"], deployment("phase3"))
    assert ids(backend, "phase2") == []
    assert not is_to_be_moved("softfactory", "phase2", "phase3", backend)


def test_what_a_refused_update_left_is_in_nobody_s_way() -> None:
    left = deployment("phase3")
    left["deployment"]["resources"].pop()
    backend = Backend(phase2=deployment("phase2"), phase3=left)
    promote(backend)
    assert state.same(backend.stacks["phase3"], deployment("phase3"))


@pytest.mark.parametrize("lives", range(3))
def test_a_kill_loses_nothing_and_a_repeat_goes_on(lives: int) -> None:
    backend = Backend(lives, phase2=deployment("phase2"), phase3=EMPTY)
    try:
        promote(backend)
    except Killed:
        assert lives < 2
    else:
        assert lives == 2
    everything = ["", "1", "platform-0a1b2c3"]
    assert everything in (ids(backend, "phase2"), ids(backend, "phase3"))
    backend.lives = 10
    promote(backend)
    assert (ids(backend, "phase2"), ids(backend, "phase3")) == ([], everything)


def test_a_stack_with_resources_of_its_own_is_not_overwritten() -> None:
    other = deployment("phase3")
    other["deployment"]["resources"][2]["id"] = "another-database"
    backend = Backend(phase2=deployment("phase2"), phase3=other)
    with pytest.raises(
        Refused, match="phase3 has 3 resources and stack phase2 has 3, and they are not the same"
    ):
        promote(backend)
    with pytest.raises(Refused, match="phase2 still has every resource"):
        move("softfactory", "phase2", "phase3", backend)
    assert backend.stacks["phase3"] == other
    assert ids(backend, "phase2")


def test_what_does_not_read_back_is_not_given_up() -> None:
    backend = Backend(damaged="phase3", phase2=deployment("phase2"), phase3=EMPTY)
    with pytest.raises(Refused, match="does not read back as it was written"):
        promote(backend)
    assert len(ids(backend, "phase2")) == 3


def test_two_empty_stacks_are_nothing_to_promote() -> None:
    with pytest.raises(Refused, match="neither stack phase2 nor stack phase3 has resources"):
        promote(Backend(phase2=EMPTY, phase3=EMPTY))


@pytest.mark.parametrize("stack", ["phase2", "phase3"])
def test_an_update_that_was_killed_comes_first(stack: str) -> None:
    stacks = {"phase2": deployment("phase2"), "phase3": json.loads(json.dumps(EMPTY))}
    stacks[stack]["deployment"]["pending_operations"] = [{"resource": {"urn": "urn:x"}}]
    with pytest.raises(
        Refused, match=f"stack {stack} was killed .* urn:x; run `pulumi refresh --stack {stack}`"
    ):
        promote(Backend(**stacks))
