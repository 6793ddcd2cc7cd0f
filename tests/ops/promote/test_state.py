import json
from typing import Any

from ops.promote.state import emptied, holds_anything, pending, renamed, resources, same

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}


def deployment(stack: str, ciphertext: str = "v1:abc") -> dict[str, Any]:
    root = f"urn:pulumi:{stack}::softfactory::pulumi:pulumi:Stack::softfactory-{stack}"
    provider = f"urn:pulumi:{stack}::softfactory::pulumi:providers:aws::aws"
    database = f"urn:pulumi:{stack}::softfactory::aws:rds/instance:Instance::platform"
    return {
        "version": 3,
        "deployment": {
            "manifest": {"time": "now"},
            "secrets_providers": {"type": "passphrase", "state": {"salt": "v1:salt"}},
            "resources": [
                {"urn": root, "type": "pulumi:pulumi:Stack", "outputs": {"note": "phase2 is a word"}},
                {"urn": provider, "type": "pulumi:providers:aws", "parent": root, "id": "1"},
                {
                    "urn": database,
                    "type": "aws:rds/instance:Instance",
                    "id": "platform-0a1b2c3",
                    "parent": root,
                    "provider": f"{provider}::1",
                    "dependencies": [provider],
                    "propertyDependencies": {"password": [provider]},
                    "outputs": {"password": {**SECRET, "ciphertext": ciphertext}},
                    "modified": f"when {stack} wrote it",
                },
            ],
        },
    }


def test_every_urn_is_the_other_stack_s_and_nothing_else_is_changed() -> None:
    moved = renamed(deployment("phase2"), "softfactory", "phase2", "phase3")
    expected = deployment("phase3")
    expected["deployment"]["resources"][2]["modified"] = "when phase2 wrote it"
    assert moved == expected
    assert "urn:pulumi:phase2" not in json.dumps(moved)


def test_urns_of_another_project_are_left() -> None:
    moved = renamed(deployment("phase2"), "other", "phase2", "phase3")
    assert moved == deployment("phase2")


def test_the_same_resources_are_the_same_however_encrypted_and_whenever_written() -> None:
    moved = renamed(deployment("phase2"), "softfactory", "phase2", "phase3")
    assert same(moved, deployment("phase3", ciphertext="v1:another"))
    assert not same(moved, deployment("phase2"))
    fewer = deployment("phase3")
    del fewer["deployment"]["resources"][1]
    assert not same(moved, fewer)
    other = deployment("phase3")
    other["deployment"]["resources"][2]["id"] = "platform-1111111"
    assert not same(moved, other)


def test_an_emptied_state_keeps_how_its_secrets_are_encrypted() -> None:
    before = deployment("phase2")
    left = emptied(before)
    assert resources(left) == []
    assert left["deployment"]["secrets_providers"] == before["deployment"]["secrets_providers"]
    assert resources(before), "the original is not touched"


def test_the_stack_itself_and_its_providers_are_nothing() -> None:
    refused = deployment("phase3")
    assert holds_anything(refused)
    del refused["deployment"]["resources"][2]
    assert not holds_anything(refused)


def test_a_stack_that_was_never_deployed_has_nothing() -> None:
    assert resources({"version": 3, "deployment": {}}) == []
    assert resources({"version": 3}) == []
    assert pending({"version": 3}) == []
    assert pending({"deployment": {"pending_operations": [{"resource": {"urn": "urn:x"}}]}}) == ["urn:x"]
