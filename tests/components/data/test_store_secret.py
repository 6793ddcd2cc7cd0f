import json

import pulumi
import pytest

from components.data.store_secret import StoreSecret, StoreSecretArgs
from tests.recording import Recording, record

SECRET, VERSION = "aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion"


def secret_args(password: pulumi.Input[str], protected: bool = False) -> StoreSecretArgs:
    return StoreSecretArgs(
        of="database", username="app_admin", password=password, kms_key_arn="arn:key", protected=protected
    )


def secret(preview: bool, protected: bool = True) -> Recording:
    args = secret_args(pulumi.Output.secret("drawn"), protected)
    return record(lambda: StoreSecret("platform", args), preview=preview)


def test_it_is_a_secret_and_its_one_version(preview: bool) -> None:
    assert secret(preview).children("softfactory:data:StoreSecret", "platform") == {
        (SECRET, "platform"),
        (VERSION, "platform"),
    }


def test_it_is_encrypted_with_our_key_and_hidden_from_the_state(preview: bool) -> None:
    recording = secret(preview)
    assert recording.one(SECRET, "platform").inputs["kmsKeyId"] == "arn:key"
    assert recording.one(SECRET, "platform").inputs["description"] == "First user of the database platform"
    assert recording.one(SECRET, "platform").inputs["tags"] == {"Name": "platform"}
    version = recording.one(VERSION, "platform")
    assert version.secrets == {"secretString"}
    assert json.loads(version.inputs["secretString"]) == {"username": "app_admin", "password": "drawn"}


def test_the_password_is_generated_once(preview: bool) -> None:
    assert secret(preview).one(VERSION, "platform").ignored == ("secretString",)


def test_it_goes_as_slowly_as_the_database_it_opens(preview: bool) -> None:
    kept, dropped = (secret(preview, protected).one(SECRET, "platform") for protected in (True, False))
    assert kept.protect
    assert kept.inputs["recoveryWindowInDays"] == 30
    assert not dropped.protect
    assert dropped.inputs["recoveryWindowInDays"] == 0


def test_a_secret_without_a_value_is_refused_in_words() -> None:
    args = secret_args("drawn")

    def program() -> pulumi.Output[str]:
        return StoreSecret("platform", args).password

    with pytest.raises(ValueError, match="has no value; allowed: a JSON object with the key password"):
        record(program, preview=False, answers={VERSION: {"secretString": ""}})


def test_the_password_it_hands_on_is_the_stored_one_and_a_secret() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        args = secret_args("drawn-again")
        made = StoreSecret("platform", args)

        async def look() -> None:
            version, password = await made.password.resources(), await made.password.future()
            seen.extend(
                (password, await made.password.is_secret(), {type(item).__name__ for item in version})
            )

        return pulumi.Output.from_input(look())

    # What the engine would answer for a version of an earlier run, whatever this run has drawn.
    stored = json.dumps({"username": "app_admin", "password": "of-the-first-run"})
    record(program, preview=False, answers={VERSION: {"secretString": stored}})
    assert seen == ["of-the-first-run", True, {"SecretVersion"}]
