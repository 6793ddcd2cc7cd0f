import sys
from pathlib import Path

import pytest

from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError
from localcloud.cloud.preparation import prepare
from localcloud.cloud.settings import Settings


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    found = Cloud(tmp_path / "clouds" / "mine", tmp_path / "project")
    for directory in (found.directory, found.project):
        directory.mkdir(parents=True)
    Settings.new("mine", 20001, "us-east-1").write(found.directory / "cloud.json")
    return found


def test_it_runs_in_the_project_and_on_the_cloud(cloud: Cloud, capfd: pytest.CaptureFixture[str]) -> None:
    script = "import os; print(os.getcwd(), os.environ['AWS_ENDPOINT_URL'])"
    prepare(cloud, f'{sys.executable} -c "{script}"')
    said = capfd.readouterr()
    assert said.err == f"{cloud.project} http://127.0.0.1:20001\n"
    assert said.out == ""  # `make env` is evaluated


def test_a_failure_is_named(cloud: Cloud) -> None:
    with pytest.raises(CloudError, match="cloud mine: `false`, which prepares it, ended with 1"):
        prepare(cloud, "false")


def test_nothing_may_be_needed(cloud: Cloud) -> None:
    prepare(cloud, "")
