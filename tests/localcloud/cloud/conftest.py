from pathlib import Path

import pytest

from localcloud.cloud.cloud import Cloud
from localcloud.cloud.settings import Settings

STACK_FILE = "config:\n  throwaway:mode: plain\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two stack files and a program without resources."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: throwaway\nruntime: python\n")
    (folder / "__main__.py").write_text("import pulumi\n\npulumi.export('answer', 42)\n")
    for stack in ("one", "two"):
        (folder / f"Pulumi.{stack}.yaml").write_text(STACK_FILE)
    return folder


@pytest.fixture
def cloud(tmp_path: Path, project: Path) -> Cloud:
    """A cloud on disk in which nothing runs."""
    directory = tmp_path / "clouds" / "first"
    directory.mkdir(parents=True)
    Settings.new("first", 20001, "us-east-1").write(directory / "cloud.json")
    return Cloud(directory, project)
