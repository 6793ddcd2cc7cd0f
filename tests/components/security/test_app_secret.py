import json

import pulumi

from components.security.app_secret import AppSecret, AppSecretArgs
from tests.recording import Recording, record


def secret(preview: bool, protected: bool = True) -> Recording:
    args = AppSecretArgs(initial={"sns_token": "drawn"}, kms_key_arn="arn:key", protected=protected)

    def program() -> None:
        made = AppSecret("app", args)
        pulumi.export("id", made.id)

    return record(program, preview=preview)


def test_it_is_one_encrypted_secret(preview: bool) -> None:
    recording = secret(preview)
    assert recording.children("softfactory:security:AppSecret", "app") == {
        ("aws:secretsmanager/secret:Secret", "app"),
        ("aws:secretsmanager/secretVersion:SecretVersion", "app"),
    }
    found = recording.one("aws:secretsmanager/secret:Secret", "app")
    assert (found.inputs["kmsKeyId"], found.inputs["recoveryWindowInDays"], found.protect) == (
        "arn:key",
        30,
        True,
    )
    free = secret(preview, protected=False).one("aws:secretsmanager/secret:Secret", "app")
    assert (free.inputs["recoveryWindowInDays"], free.protect) == (0, False)


def test_its_content_is_a_secret_and_only_the_first_is_stored(preview: bool) -> None:
    version = secret(preview).one("aws:secretsmanager/secretVersion:SecretVersion", "app")
    assert json.loads(version.inputs["secretString"]) == {"sns_token": "drawn"}
    assert "secretString" in version.secrets
    assert version.ignored == ("secretString",)


def test_it_hands_on_its_id_once_there_is_a_value() -> None:
    assert secret(False).exports["id"] == "app-id"
