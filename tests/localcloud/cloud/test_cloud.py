import os
import sys
from pathlib import Path

import pytest

from localcloud.cloud.cloud import Cloud, foreign


def test_the_variables_lead_every_program_to_the_cloud(cloud: Cloud) -> None:
    variables = cloud.variables()
    assert variables["AWS_ENDPOINT_URL"] == "http://127.0.0.1:20001"
    assert variables["AWS_ACCESS_KEY_ID"] == cloud.settings.access_key_id
    assert variables["PULUMI_BACKEND_URL"] == f"file://{cloud.directory}/pulumi/backend?metadata=skip"
    assert variables["KUBECONFIG"] == str(cloud.directory / "kubeconfig")
    assert {
        "PULUMI_HOME",
        "PULUMI_CONFIG_PASSPHRASE",
        "AWS_REGION",
        "SOFTFACTORY_CLOUD_DIR",
    } <= variables.keys()


def test_path_begins_with_the_cloud_and_this_python_and_has_no_other_cloud(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "clouds" / "other"
    other.mkdir()
    (other / "cloud.json").touch()
    monkeypatch.setenv("PATH", f"{other}/bin:/usr/bin:{cloud.directory}/bin")
    assert cloud.variables()["PATH"] == f"{cloud.directory}/bin:{sys.prefix}/bin:/usr/bin"


@pytest.mark.parametrize(
    "name", ["AWS_PROFILE", "AWS_SESSION_TOKEN", "PULUMI_ACCESS_TOKEN", "AWS_ENDPOINT_URL_S3"]
)
def test_what_leads_to_a_real_account_is_not_passed_on(
    name: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("EDITOR", "vi")
    assert name in foreign()
    assert name not in cloud.environment()
    assert cloud.environment()["EDITOR"] == "vi"


def test_a_proxy_does_not_get_what_is_meant_for_this_machine(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "example.invalid")
    assert cloud.variables()["NO_PROXY"] == "example.invalid,127.0.0.1,localhost"


def test_the_cloud_exists_when_its_settings_do(cloud: Cloud) -> None:
    assert cloud.exists
    os.unlink(cloud.directory / "cloud.json")
    assert not cloud.exists
