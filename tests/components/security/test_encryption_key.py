import json
from typing import Any

from components.security.encryption_key import EncryptionKey, EncryptionKeyArgs
from tests.recording import Recording, record


def key(preview: bool, protected: bool = True) -> Recording:
    args = EncryptionKeyArgs(account_id="123456789012", region="us-east-1", protected=protected)
    return record(lambda: EncryptionKey("stores", args), preview=preview)


def statements(recording: Recording) -> dict[str, dict[str, Any]]:
    policy = json.loads(recording.one("aws:kms/key:Key", "stores").inputs["policy"])
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_it_is_a_key_and_its_alias(preview: bool) -> None:
    recording = key(preview)
    assert recording.children("softfactory:security:EncryptionKey", "stores") == {
        ("aws:kms/key:Key", "stores"),
        ("aws:kms/alias:Alias", "stores"),
    }
    assert recording.one("aws:kms/alias:Alias", "stores").inputs["name"] == "alias/softfactory/stores"


def test_the_key_rotates_and_its_deletion_can_be_undone_for_a_month(preview: bool) -> None:
    inputs = key(preview).one("aws:kms/key:Key", "stores").inputs
    assert inputs["enableKeyRotation"] is True
    assert inputs["deletionWindowInDays"] == 30


def test_the_key_is_protected_with_what_it_encrypts(preview: bool) -> None:
    assert key(preview).one("aws:kms/key:Key", "stores").protect
    assert not key(preview, protected=False).one("aws:kms/key:Key", "stores").protect


def test_the_account_never_locks_itself_out(preview: bool) -> None:
    statement = statements(key(preview))["IamDecides"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert statement["Action"] == "kms:*"


def test_every_other_statement_is_bound_to_this_account(preview: bool) -> None:
    others = {sid: item for sid, item in statements(key(preview)).items() if sid != "IamDecides"}
    assert others.keys() == {"DisksOfThisAccount", "LogGroupsOfThisAccount"}
    assert others["DisksOfThisAccount"]["Condition"] == {
        "StringEquals": {"kms:CallerAccount": "123456789012", "kms:ViaService": "ec2.us-east-1.amazonaws.com"}
    }
    assert others["LogGroupsOfThisAccount"]["Principal"] == {"Service": "logs.us-east-1.amazonaws.com"}
    assert "123456789012" in json.dumps(others["LogGroupsOfThisAccount"]["Condition"])
    assert not any("kms:*" in item["Action"] for item in others.values())


def test_disks_can_be_attached_to_nodes(preview: bool) -> None:
    assert "kms:CreateGrant" in statements(key(preview))["DisksOfThisAccount"]["Action"]
