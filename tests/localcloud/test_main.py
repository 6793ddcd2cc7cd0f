"""`python -m localcloud`, as far as it goes without starting anything."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from localcloud import __main__ as command_line
from localcloud.cloud import ready, update
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.settings import Settings


@pytest.fixture
def clouds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "clouds"
    (root / "first").mkdir(parents=True)
    Settings.new("first", 20001, "us-east-1").write(root / "first" / "cloud.json")
    monkeypatch.setenv("SOFTFACTORY_CLOUDS", str(root))
    monkeypatch.setattr(command_line, "install", list)
    monkeypatch.setattr(ready, "make_ready", lambda cloud: None)
    return root


def said(*arguments: str) -> str:
    done = CliRunner().invoke(command_line.app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_env_is_for_a_shell_to_evaluate(clouds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "real")
    printed = said("env", "first")
    script = f'{printed}\necho "$AWS_ENDPOINT_URL|$SOFTFACTORY_CLOUD_DIR|${{AWS_PROFILE-unset}}"'
    shell = subprocess.run(["/bin/sh", "-euc", script], capture_output=True, text=True, check=True)
    assert shell.stdout == f"http://127.0.0.1:20001|{clouds}/first|unset\n"


@pytest.mark.usefixtures("clouds")
def test_env_prints_nothing_but_what_is_to_be_evaluated() -> None:
    assert {line.split()[0] for line in said("env", "first").splitlines()} == {"export", "unset"}


def test_the_cloud_of_a_stack_has_its_name_unless_another_is_given(
    clouds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, str, str]] = []

    def up(cloud: Cloud, stack: str, preparation: str) -> int:
        asked.append((cloud.directory, stack, preparation))
        return 0

    monkeypatch.setattr(update, "up", up)
    said("up", "phase1")
    said("up", "phase1", "--cloud", "mine", "--prepare", "make it")
    assert asked == [(clouds / "phase1", "phase1", ""), (clouds / "mine", "phase1", "make it")]


def test_env_prepares_a_cloud_that_it_makes_and_no_other(
    clouds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(cloud: Cloud) -> None:
        if not cloud.exists:
            cloud.directory.mkdir()
            Settings.new(cloud.name, 20002, "us-east-1").write(cloud.directory / "cloud.json")

    prepared: list[tuple[str, str]] = []
    monkeypatch.setattr(ready, "make_ready", make)
    monkeypatch.setattr(
        command_line, "run_preparation", lambda cloud, command: prepared.append((cloud.name, command))
    )
    for name in ("first", "second", "second"):
        said("env", name, "--prepare", "make it")
    assert prepared == [("second", "make it")]


@pytest.mark.usefixtures("clouds")
def test_the_exit_code_of_pulumi_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "preview", lambda *_: 255)
    assert CliRunner().invoke(command_line.app, ["preview", "phase1"]).exit_code == 255


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["snapshot", "absent"],
            "error: there is no embedded cloud 'absent'; there is none; `make up` makes one\n",
        ),
        (
            ["destroy", "phase1"],
            "error: there is no embedded cloud 'phase1'; there is none; `make up` makes one\n",
        ),
        (["snapshot", "A"], "error: 'A' cannot be the name of a cloud"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTFACTORY_CLOUDS", str(tmp_path))
    done = subprocess.run([sys.executable, "-m", "localcloud", *arguments], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(words)
    assert "Traceback" not in done.stderr
