"""The Makefile: its list of targets, and how it makes the Python environment."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TARGETS = {
    "bench",
    "bootstrap",
    "copy",
    "demo",
    "destroy",
    "down",
    "env",
    "help",
    "image",
    "lint",
    "packages",
    "preview",
    "promote",
    "restore",
    "sbom",
    "services",
    "services-down",
    "show",
    "snapshot",
    "status",
    "test",
    "test-fast",
    "toolchain",
    "up",
}

# Stands for python3: makes a virtual environment whose python only tells how it was called.
FAKE_PYTHON = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
*"$REFUSES"*) exit 1;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a python3 that installs nothing."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").write_text("one==1 --hash=sha256:0\n")
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    return tmp_path


def make(checkout: Path, *arguments: str, refuses: str = "nothing") -> subprocess.CompletedProcess[str]:
    path = f"{checkout / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"
    variables = {"PATH": path, "CALLS": str(checkout / "calls"), "REFUSES": refuses}
    return subprocess.run(["make", *arguments], cwd=checkout, env=variables, capture_output=True, text=True)


def calls(checkout: Path) -> list[str]:
    """What the Python was called for since the last time, without its questions to itself."""
    lines = (checkout / "calls").read_text().splitlines()
    (checkout / "calls").unlink()
    return [line for line in lines if not line.startswith("-c ")]


def test_help_lists_every_target_and_is_what_make_does_by_itself() -> None:
    # A make that runs these tests would have its own say.
    bare = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    by_itself, asked = (
        subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=True).stdout
        for command in (["make"], ["make", "help"])
    )
    assert {line.split()[1] for line in by_itself.splitlines()} == TARGETS
    assert asked == by_itself


def test_the_environment_is_made_from_hashes_once_and_then_left_alone(checkout: Path) -> None:
    assert make(checkout, "up", "PHASE=phase2").returncode == 0
    assert calls(checkout) == [
        "-m venv .venv",
        "-m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock",
        "-m localcloud up phase2 --cloud phase2 --prepare python -m ops.bootstrap",
    ]
    make(checkout, "up", "PHASE=phase2", "CLOUD=mine")
    assert calls(checkout) == ["-m localcloud up phase2 --cloud mine --prepare python -m ops.bootstrap"]


def test_another_lock_file_brings_the_environment_up_to_date(checkout: Path) -> None:
    make(checkout, "status")
    calls(checkout)
    (checkout / "requirements.lock").write_text("one==2 --hash=sha256:0\n")
    make(checkout, "status")
    assert calls(checkout)[1].startswith("-m pip install")
    make(checkout, "status")
    assert calls(checkout) == ["-m localcloud status"]


def test_an_installation_that_failed_is_taken_up_again(checkout: Path) -> None:
    assert make(checkout, "status", refuses="pip install").returncode != 0
    calls(checkout)
    assert make(checkout, "status").returncode == 0
    assert calls(checkout)[-1] == "-m localcloud status"


@pytest.mark.parametrize(
    ("refuses", "words"),
    [
        ("version_info", "Python 3.11 or newer is needed and python3 is not: install it, or name it"),
        ("ensurepip", "python3 cannot make virtual environments: install the package python3-venv"),
    ],
)
def test_a_python_that_will_not_do_is_one_sentence(refuses: str, words: str, checkout: Path) -> None:
    done = make(checkout, "up", refuses=refuses)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith(words)
    assert not (checkout / ".venv").exists()


def test_a_copy_without_a_name_is_refused(checkout: Path) -> None:
    done = make(checkout, "copy", "PHASE=phase1")
    assert done.returncode != 0
    assert "name the cloud to make: make copy CLOUD=phase1 TO=…" in done.stderr


def test_what_continuous_integration_runs_is_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text().rstrip().endswith("exec make test")


@pytest.mark.parametrize(
    ("given", "command"),
    [
        ((), "run phase2 --stack phase2 --stack phase3 -- .venv/bin/python -m ops.promote phase2 phase3"),
        (
            ("CLOUD=phase1", "CUT_OVER=coocook review"),
            "run phase1 --stack phase2 --stack phase3 -- .venv/bin/python -m ops.promote phase2 phase3 "
            "--cut-over coocook --cut-over review",
        ),
    ],
)
def test_a_promotion_is_on_the_cloud_of_the_first_phase_unless_another_is_named(
    checkout: Path, given: tuple[str, ...], command: str
) -> None:
    assert make(checkout, "promote", "FROM=phase2", "TO=phase3", *given).returncode == 0
    assert calls(checkout)[-1].strip() == f"-m localcloud {command}"


def test_a_promotion_needs_both_phases(checkout: Path) -> None:
    done = make(checkout, "promote", "FROM=phase2")
    assert done.returncode != 0
    assert "name both phases" in done.stderr
