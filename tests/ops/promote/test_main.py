import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from ops.promote import __main__ as promote
from ops.promote.decision import Kind, Risk, Step
from stacks.transition import Transition


class Commands:
    """Stands for the terminal, and keeps the stack files that it was given."""

    def __init__(self) -> None:
        self.ran: list[list[str]] = []
        self.files: list[object] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.ran.append(list(command))
        if "--config-file" in command:
            self.files.append(yaml.safe_load(Path(command[-1]).read_text()))
        return 0


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    ran = Commands()
    monkeypatch.setattr("ops.promote.__main__.attached", ran)
    return ran


def test_a_transition_is_in_a_copy_of_the_stack_file(tmp_path: Path, commands: Commands) -> None:
    tracked = tmp_path / "Pulumi.phase3.yaml"
    tracked.write_text("secretsprovider: awskms://x\nconfig:\n  softfactory:phase: {a: 1}\n")
    before = tracked.read_text()
    assert promote.update("phase3", tracked, Transition(cut_over=("coocook",)), ["--yes"]) == 0
    (command,) = commands.ran
    assert command[:5] == ["pulumi", "up", "--yes", "--stack", "phase3"]
    assert Path(command[-1]).name == tracked.name
    assert not Path(command[-1]).exists(), "the transition is for this update only"
    assert commands.files == [
        {
            "secretsprovider": "awskms://x",
            "config": {"softfactory:phase": {"a": 1}, "softfactory:transition": {"cut_over": ["coocook"]}},
        }
    ]
    assert tracked.read_text() == before


def test_a_plain_update_is_given_no_file(tmp_path: Path, commands: Commands) -> None:
    promote.update("phase2", tmp_path / "Pulumi.phase2.yaml", None, [])
    assert commands.ran == [["pulumi", "up", "--stack", "phase2"]]


def test_what_is_left_is_said_with_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    copy = Step(kind=Kind.COPY, subject="coocook", reason="its data is in platform", risk=Risk.MOVES_DATA)
    promote.show_what_is_left("phase2", "phase3", [copy])
    said = capsys.readouterr().out
    assert "NOT finished" in said
    assert "coocook: its data is in platform; its users are still where its data is" in said
    assert "No program of this project copies data yet" in said
    assert "docs/runbooks/promote-phase2-to-phase3.md" in said
    assert "python -m ops.promote phase2 phase3 --cut-over coocook" in said
    promote.show_what_is_left("phase2", "phase3", [])
    assert "finished" in capsys.readouterr().out


def test_a_refusal_is_one_message_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["promote", "phase1", "phase2"])
    monkeypatch.setattr("ops.promote.__main__.databases_there", lambda project, client: ())
    empty = json.dumps({"version": 3, "deployment": {}})
    monkeypatch.setattr("ops.promote.__main__.pulumi", lambda arguments: empty)
    assert promote.main() == 1
    assert "refused, and nothing is changed: neither stack phase1" in capsys.readouterr().err
