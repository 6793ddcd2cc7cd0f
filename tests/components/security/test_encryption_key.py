import json

from components.security.encryption_key import EncryptionKey, EncryptionKeyArgs
from tests.recording import Recording, record


def key(preview: bool, protected: bool = True) -> Recording:
    args = EncryptionKeyArgs(account_id="123456789012", region="us-east-1", protected=protected)
    return record(lambda: EncryptionKey("stores", args), preview=preview)


def test_it_is_a_key_and_its_alias(preview: bool) -> None:
    recording = key(preview)
    assert recording.children("softfactory:security:EncryptionKey", "stores") == {
        ("aws:kms/key:Key", "stores"),
        ("aws:kms/alias:Alias", "stores"),
    }
    assert recording.one("aws:kms/alias:Alias", "stores").inputs["name"] == "alias/softfactory/stores"
    assert recording.one("aws:kms/key:Key", "stores").inputs["tags"] == {"Name": "stores"}


def test_the_key_rotates_and_its_deletion_can_be_undone_for_a_month(preview: bool) -> None:
    inputs = key(preview).one("aws:kms/key:Key", "stores").inputs
    assert inputs["enableKeyRotation"] is True
    assert inputs["deletionWindowInDays"] == 30


def test_the_key_is_protected_with_what_it_encrypts(preview: bool) -> None:
    assert key(preview).one("aws:kms/key:Key", "stores").protect
    assert not key(preview, protected=False).one("aws:kms/key:Key", "stores").protect


IN_ACCOUNT = {"kms:CallerAccount": "123456789012", "kms:ViaService": "ec2.us-east-1.amazonaws.com"}
USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]


def test_this_account_decides_by_iam_and_only_what_needs_the_key_uses_it(preview: bool) -> None:
    assert json.loads(key(preview).one("aws:kms/key:Key", "stores").inputs["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "IamDecides",
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "DisksOfThisAccount",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": USE,
                "Resource": "*",
                "Condition": {"StringEquals": IN_ACCOUNT},
            },
            {
                "Sid": "GrantsForDisksOfThisAccount",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "kms:CreateGrant",
                "Resource": "*",
                "Condition": {"StringEquals": IN_ACCOUNT, "Bool": {"kms:GrantIsForAWSResource": "true"}},
            },
            {
                "Sid": "LogGroupsOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
                "Action": USE,
                "Resource": "*",
                "Condition": {
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": (
                            "arn:aws:logs:us-east-1:123456789012:log-group:*"
                        )
                    }
                },
            },
            {
                "Sid": "AlertsOfThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
            },
        ],
    }
