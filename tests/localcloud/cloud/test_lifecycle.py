"""A cloud from its making to its end: the real engine, the real AWS server, a program without resources."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest

from localcloud.cloud import pulumi, server, snapshots, stacks, state, update
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.ready import make_ready, stop

# One cloud serves all of them, one after the other: each has a stack and a bucket of its own.
pytestmark = pytest.mark.engine

STACKS = ("up", "literal", "secret", "before", "after", "copied")
PROGRAM = """import pulumi

pulumi.export("answer", 42)
pulumi.export("word", pulumi.Output.secret("hush"))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    root = tmp_path_factory.mktemp("lifecycle")
    project = root / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: throwaway\nruntime: python\n")
    (project / "__main__.py").write_text(PROGRAM)
    for stack in STACKS:
        (project / f"Pulumi.{stack}.yaml").write_text("config:\n  throwaway:mode: plain\n")
    cloud = Cloud(root / "clouds" / "one", project)
    yield cloud
    stop(cloud)


@pytest.fixture
def running(made: Cloud) -> Cloud:
    make_ready(made)
    return made


def files(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def buckets(cloud: Cloud) -> set[str]:
    found = s3(cloud).list_buckets()["Buckets"]
    return {bucket["Name"] for bucket in found}


def s3(cloud: Cloud) -> Any:
    settings = cloud.settings
    return boto3.client(
        "s3",
        endpoint_url=cloud.aws_url,
        region_name=settings.region,
        aws_access_key_id=settings.access_key_id,
        aws_secret_access_key=settings.secret_access_key,
    )


def shell(cloud: Cloud, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of a person in the project's folder, after `eval "$(make -s env)"`."""
    return subprocess.run(command, cwd=cloud.project, env=cloud.environment(), capture_output=True, text=True)


def test_a_new_cloud_answers_on_loopback_only_and_belongs_to_its_user(running: Cloud) -> None:
    process = server.find(running)
    assert process is not None
    assert {one.laddr.ip for one in process.net_connections() if one.status == "LISTEN"} == {"127.0.0.1"}
    assert running.directory.stat().st_mode & 0o077 == 0
    assert all(stacks.checkpoint(running, name).exists() for name in STACKS)


def test_what_runs_already_is_left_alone(running: Cloud) -> None:
    before = server.find(running)
    make_ready(running)
    assert server.find(running) == before


def test_a_killed_server_is_started_again_with_its_state(running: Cloud) -> None:
    s3(running).create_bucket(Bucket="kept")
    process = server.find(running)
    assert process is not None
    process.kill()
    process.wait()
    make_ready(running)
    assert "kept" in buckets(running)


def test_a_port_that_another_program_has_taken_is_left_to_it(
    running: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    s3(running).create_bucket(Bucket="moved")
    port = running.settings.port
    stop(running)
    with socket.create_server(("127.0.0.1", port)):
        make_ready(running)
        assert running.settings.port != port
        assert "moved" in buckets(running)
    assert f"another program has taken port {port}; AWS moves to port {running.settings.port}" in (
        capsys.readouterr().err
    )


def test_a_server_frozen_by_a_killed_copy_goes_on(running: Cloud) -> None:
    process = server.find(running)
    assert process is not None
    process.suspend()
    make_ready(running)
    assert process.status() != psutil.STATUS_STOPPED
    assert server.find(running) == process


def test_up_deploys_and_the_second_time_says_that_nothing_was_to_do(
    running: Cloud, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files(running.project)
    assert update.up(running, "up") == 0
    assert "1 (1 create)" in capfd.readouterr().out
    assert update.up(running, "up") == 0
    assert "1 (nothing had to be changed)" in capfd.readouterr().out
    assert state.read(running, "up").outputs == {"answer": 42}
    assert files(running.project) == before


def test_the_literal_pulumi_works_and_writes_into_no_tracked_file(running: Cloud) -> None:
    before = files(running.project)
    for command in (
        ("up", "--stack", "literal", "--yes", "--skip-preview"),
        ("preview", "--stack", "copied"),
        ("config", "--stack", "copied"),
        ("stack", "output", "--stack", "literal", "--show-secrets"),
        ("stack", "export", "--stack", "literal", "--show-secrets"),
        ("refresh", "--stack", "literal", "--yes", "--skip-preview"),
        ("destroy", "--stack", "literal", "--yes", "--skip-preview"),
    ):
        done = shell(running, "pulumi", *command)
        assert done.returncode == 0, done.stderr
        assert files(running.project) == before, command


def test_the_literal_pulumi_starts_the_cloud_that_does_not_run(running: Cloud) -> None:
    stop(running)
    done = shell(running, "pulumi", "preview", "--stack", "literal")
    assert done.returncode == 0, done.stderr
    assert server.find(running) is not None


def test_the_stack_that_was_deployed_last_is_the_selected_one_and_without_one_they_are_named(
    running: Cloud,
) -> None:
    assert update.up(running, "up") == 0
    assert "1 unchanged" in shell(running, "pulumi", "preview").stdout
    shell(running, "pulumi", "stack", "unselect")
    done = shell(running, "pulumi", "up", "--yes")
    assert done.returncode == 1
    assert done.stderr == f"error: name the stack: --stack {'|'.join(sorted(STACKS))}\n"


def test_a_secret_of_the_program_is_read_back_from_the_state(running: Cloud) -> None:
    assert update.up(running, "secret") == 0
    assert "hush" not in stacks.checkpoint(running, "secret").read_text()
    assert (
        pulumi.output(running, "stack", "output", "word", "--show-secrets", "--stack", "secret") == "hush\n"
    )


def test_a_snapshot_brings_back_what_was_and_drops_what_came_after(running: Cloud) -> None:
    s3(running).create_bucket(Bucket="before")
    update.up(running, "before")
    snapshots.take(running, "then")
    s3(running).create_bucket(Bucket="after")
    update.up(running, "after")
    snapshots.restore(running, "then")
    assert {"before", "after"} & buckets(running) == {"before"}
    assert [len(state.read(running, stack).resources) for stack in ("before", "after")] == [1, 0]


def test_a_copy_goes_its_own_way(running: Cloud) -> None:
    s3(running).create_bucket(Bucket="shared")
    update.up(running, "copied")
    copy = Cloud(running.directory.parent / "two", running.project)
    snapshots.copy(running, copy)
    make_ready(copy)
    try:
        s3(copy).create_bucket(Bucket="of-the-copy")
        assert "shared" in buckets(copy)
        assert "of-the-copy" not in buckets(running)
        assert update.up(copy, "copied") == 0
        assert state.changes(copy, "copied") == {"same": 1}
    finally:
        stop(copy)


def test_two_commands_at_once_make_one_cloud(tmp_path: Path, project: Path) -> None:
    directory = tmp_path / "clouds" / "one"
    code = (
        "import pathlib, sys; from localcloud.cloud.cloud import Cloud; from localcloud.cloud import ready;"
        "ready.make_ready(Cloud(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(directory), str(project)]
    pair = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in pair]
    try:
        assert [process.returncode for process in pair] == [0, 0]
        assert sum("starting AWS" in words for words in said) == 1
        assert sum("is at work on it; waiting" in words for words in said) == 1
    finally:
        stop(Cloud(directory, project))


def test_a_stopped_cloud_has_no_process_left(running: Cloud) -> None:
    assert stop(running)
    assert server.find(running) is None
    assert not stop(running)
