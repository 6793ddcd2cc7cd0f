import json
from collections.abc import Callable

import pytest

from stacks.app_keys import compose_app_keys  # noqa: F401 - what is composed here is read from the whole
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]


def drawn(recording: Recording) -> dict[str, str]:
    version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "app")
    assert "secretString" in version.secrets
    found: dict[str, str] = json.loads(version.inputs["secretString"])
    return found


@pytest.mark.parametrize("phase", ["phase1", "phase3"])
def test_all_keys_are_drawn_before_anyone_needs_them(platform: Platform, phase: str) -> None:
    found = drawn(platform(phase, False))
    assert found.keys() == {
        "jwt_signing_key",
        "jwt_verification_keys",
        "login_root",
        "sns_token",
        "smtp_password",
        "payment_token",
        "assistant_token",
        "hosting_token",
        "telegram_token",
        "telegram_secret",
    }
    assert found["jwt_signing_key"].startswith("-----BEGIN PRIVATE KEY-----")
    assert found["jwt_verification_keys"].startswith("-----BEGIN PUBLIC KEY-----")


def test_what_stands_in_the_secret_is_what_the_pods_get(platform: Platform) -> None:
    recording = platform("phase1", False)
    secret = recording.one("kubernetes:core/v1:Secret", "monolith-settings").inputs["stringData"]
    assert secret["jwt-signing-key"] == "kept-jwt-signing-key"
    assert secret["sns-token"] == "kept-sns-token"
