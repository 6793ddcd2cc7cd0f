from pathlib import Path

import pytest

from localcloud.cloud import shim
from localcloud.cloud.cloud import Cloud


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records for which cloud the shim asks to be made ready; nothing is started."""
    asked: list[str] = []
    monkeypatch.setattr(shim, "make_ready", lambda cloud: asked.append(cloud.name))
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    return asked


@pytest.fixture
def salted(cloud: Cloud) -> Cloud:
    cloud.scratch.mkdir(parents=True)
    for stack in ("one", "two"):
        (cloud.scratch / f"Pulumi.{stack}.yaml").write_text(f"encryptionsalt: v1:{stack}\n")
    return cloud


def added(cloud: Cloud, arguments: list[str], here: Path) -> list[str]:
    given = shim.with_settings(cloud, arguments, here)
    assert given[: len(arguments)] == arguments
    return given[len(arguments) :]


@pytest.mark.parametrize(
    "arguments",
    [
        ["up", "--stack", "two"],
        ["up", "--stack=two", "--yes"],
        ["preview", "-s", "two"],
        ["refresh", "-stwo"],
        ["--color", "never", "-v", "3", "destroy", "--stack", "organization/throwaway/two"],
        ["up", "--stack", "one", "--stack", "two"],
        ["--non-interactive", "import", "--stack", "two", "a:b:C", "name", "id"],
    ],
)
def test_a_command_that_reads_settings_gets_the_copy_with_the_salt_of_its_stack(
    arguments: list[str], salted: Cloud, project: Path, ready: list[str]
) -> None:
    copy = salted.directory / "pulumi" / "config" / "Pulumi.two.yaml"
    assert added(salted, arguments, project) == ["--config-file", str(copy)]
    assert copy.read_text().startswith("encryptionsalt: v1:two\n")
    assert ready == ["first"]


def test_the_project_is_found_from_below_and_by_the_cwd_flag(
    salted: Cloud, project: Path, tmp_path: Path
) -> None:
    below = project / "components" / "data"
    below.mkdir(parents=True)
    for here, flags in ((below, []), (tmp_path, ["-C", "project"]), (Path("/"), [f"--cwd={project}"])):
        assert added(salted, [*flags, "up", "--stack", "one"], here)[0] == "--config-file"


def test_settings_that_are_given_are_copied_with_the_salt(
    salted: Cloud, project: Path, tmp_path: Path
) -> None:
    own = tmp_path / "Pulumi.one.yaml"
    own.write_text("encryptionsalt: v1:foreign\nconfig: {own: true}\n")
    arguments = ["up", "--stack", "one", "--config-file", str(own)]
    copy = salted.directory / "pulumi" / "config" / "Pulumi.one.yaml"
    assert added(salted, arguments, project) == ["--config-file", str(copy)]
    assert copy.read_text() == "encryptionsalt: v1:one\nconfig: {own: true}\n"
    assert own.read_text().startswith("encryptionsalt: v1:foreign")


def test_the_stack_may_come_from_the_environment(
    salted: Cloud, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_STACK", "two")
    assert added(salted, ["up"], project)[1].endswith("Pulumi.two.yaml")


@pytest.mark.parametrize(
    "arguments",
    [
        ["stack", "ls"],
        ["config", "set", "a", "b"],
        ["up", "--help"],
        ["up", "--stack", "one", "--config-file", "mine.yaml"],
        ["up", "--stack", "unknown"],
        ["version"],
        [],
    ],
)
def test_everything_else_goes_through_as_it_is(arguments: list[str], salted: Cloud, project: Path) -> None:
    assert added(salted, arguments, project) == []


def test_outside_a_project_nothing_is_added(salted: Cloud, tmp_path: Path, ready: list[str]) -> None:
    assert added(salted, ["up", "--stack", "one"], tmp_path) == []
    assert ready == []
