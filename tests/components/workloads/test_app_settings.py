import pulumi

from components.workloads.app_settings import AppSettings, AppSettingsArgs
from tests.components.workloads.pods import inputs
from tests.recording import Recording, record


def settings(preview: bool) -> Recording:
    args = AppSettingsArgs(
        namespace="softfactory",
        plain={"database_host": pulumi.Output.from_input("db.test"), "jwt_issuer": "me"},
        secret={"database_password": "pw-1"},
    )

    def program() -> None:
        made = AppSettings("monolith", args)
        pulumi.export("names", [made.configuration, made.secret])

    return record(program, preview=preview)


def test_what_anyone_may_read_is_a_config_map_of_variables(preview: bool) -> None:
    found = inputs(settings(preview), "core/v1:ConfigMap", "monolith-settings")
    assert found["data"] == {"DATABASE_HOST": "db.test", "JWT_ISSUER": "me"}


def test_what_not_is_a_secret_of_files_also_for_the_engine(preview: bool) -> None:
    recording = settings(preview)
    secret = recording.one("kubernetes:core/v1:Secret", "monolith-settings")
    assert secret.inputs["stringData"] == {"database-password": "pw-1"}
    assert "stringData" in secret.secrets


def test_another_content_has_another_name(preview: bool) -> None:
    recording = settings(preview)
    for kind in ("ConfigMap", "Secret"):
        found = inputs(recording, f"core/v1:{kind}", "monolith-settings")
        assert found["immutable"] is True
        assert "name" not in found["metadata"]


def test_it_hands_on_the_names() -> None:
    assert settings(False).exports["names"] == ["monolith-settings-0a1b2c3d"] * 2
