"""The language host under the real engine: programs that fail, hang or are interrupted, and policy packs."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from localcloud.cloud import locks, stacks, update
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.ready import make_ready, stop
from localcloud.toolchain.programs import executable

pytestmark = pytest.mark.engine

# Each stack is a way for a program to end.
PROGRAMS = {
    "fails": "raise ValueError('this is bad')",
    "exits": "import sys; sys.exit(3)",
    "dies": "import os; os.kill(os.getpid(), 9)",
    "speaks": "import sys; print('to stdout'); print('to stderr', file=sys.stderr)",
    "hangs": "import subprocess; print(subprocess.Popen(['sleep', '300']).pid, flush=True); time.sleep(300)",
    "works": "",
}
PROGRAM = """import time

import pulumi

name = pulumi.get_stack()
pulumi.ComponentResource("test:module:Component", "watched")
"""
PACK = """from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def validate(args, report):
    if args.name == "watched":
        report("the name watched is forbidden")

PolicyPack("pack", [ResourceValidationPolicy("no-watched", "d", validate, EnforcementLevel.MANDATORY)])
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    root = tmp_path_factory.mktemp("language-host")
    project = root / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: throwaway\nruntime: python\n")
    ways = "".join(f"if name == {name!r}:\n    {way or 'pass'}\n" for name, way in PROGRAMS.items())
    (project / "__main__.py").write_text(PROGRAM + ways)
    for stack in PROGRAMS:
        (project / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
    cloud = Cloud(root / "clouds" / "one", project)
    make_ready(cloud)
    yield cloud
    stop(cloud)


def command(cloud: Cloud, verb: str, stack: str) -> list[str]:
    return [str(executable("pulumi")), verb, "--color", "never", *stacks.arguments(cloud, stack)]


def run(cloud: Cloud, verb: str, stack: str, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [*command(cloud, verb, stack), *more],
        cwd=cloud.project,
        env=cloud.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def diagnostics(said: str) -> str:
    """Without the lines of progress, which show the first line of an error as it comes."""
    return said.partition("\nDiagnostics:\n")[2]


def test_the_host_is_taken_without_a_warning(cloud: Cloud) -> None:
    code, said = run(cloud, "preview", "works")
    assert code == 0
    assert "warning" not in said


def test_an_official_host_on_path_is_taken_instead(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = next(cloud.home.glob("plugins/language-python-*/pulumi-language-python"))
    official = tmp_path / "pulumi-language-python"
    official.write_text(f'#!/bin/sh\ntouch {tmp_path}/called\nexec {ours} "$@"\n')
    official.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    code, said = run(cloud, "preview", "works")
    assert code == 0, said
    assert (tmp_path / "called").exists()


def test_the_traceback_of_a_program_is_shown_once(cloud: Cloud) -> None:
    code, said = run(cloud, "preview", "fails")
    assert code != 0
    assert diagnostics(said).count("ValueError: this is bad") == 1
    assert diagnostics(said).count("error:") == 1


@pytest.mark.parametrize(
    ("stack", "words"),
    [("exits", "the program ended with code 3"), ("dies", "the program was ended by SIGKILL")],
)
def test_a_program_that_ends_without_words_is_given_some(stack: str, words: str, cloud: Cloud) -> None:
    code, said = run(cloud, "preview", stack)
    assert code != 0
    assert diagnostics(said).count(words) == 1


def test_what_a_program_prints_is_shown(cloud: Cloud) -> None:
    _, said = run(cloud, "preview", "speaks")
    assert "to stdout" in diagnostics(said)
    assert "to stderr" in diagnostics(said)


def test_a_policy_pack_is_run_and_its_verdict_counts(cloud: Cloud, tmp_path: Path) -> None:
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (tmp_path / "__main__.py").write_text(PACK)
    code, said = run(cloud, "preview", "works", "--policy-pack", str(tmp_path))
    assert code != 0
    assert re.search(r"\[mandatory\]\s+no-watched .*watched\)", said)
    assert "the name watched is forbidden" in said


def hanging(cloud: Cloud) -> tuple["subprocess.Popen[str]", list[psutil.Process]]:
    """An update whose program waits for ever, and every process that it has started."""
    update = subprocess.Popen(
        [*command(cloud, "up", "hangs"), "--yes", "--skip-preview"],
        cwd=cloud.project,
        env=cloud.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while True:
        family = psutil.Process(update.pid).children(recursive=True)
        if any(one.name() == "sleep" for one in family):
            return update, family
        assert update.poll() is None
        time.sleep(0.1)


def test_an_interrupted_update_ends_quietly_and_leaves_no_process(cloud: Cloud) -> None:
    update, family = hanging(cloud)
    update.send_signal(signal.SIGINT)
    said, _ = update.communicate()
    assert "update canceled" in said
    assert "Traceback" not in said
    assert psutil.wait_procs(family, timeout=30)[1] == []


def test_what_a_killed_update_leaves_is_ended_and_its_lock_is_released(
    cloud: Cloud, capfd: pytest.CaptureFixture[str]
) -> None:
    process, family = hanging(cloud)
    process.kill()
    process.communicate()
    assert psutil.wait_procs(family, timeout=30)[1] == []
    assert [lock.pid for lock in locks.locks(cloud)] == [process.pid]
    assert update.up(cloud, "works") == 0
    assert f"stack hangs: the update that process {process.pid} began at" in capfd.readouterr().err
    assert list(locks.locks(cloud)) == []
