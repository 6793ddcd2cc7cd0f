"""Examples of keys and secrets."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:kms/key:Key": Example(
        inputs=lambda w: {"description": "data", "enableKeyRotation": True, "deletionWindowInDays": 7},
        change={"description": "all data", "enableKeyRotation": False},
        replaces={"customerMasterKeySpec": "RSA_2048"},
    ),
    "aws:kms/alias:Alias": Example(
        inputs=lambda w: {"name": "alias/softfactory", "targetKeyId": w.key.id},
        change_with=lambda w: {"targetKeyId": w.get("other", "aws:kms/key:Key").id},
        replaces={"name": "alias/other"},
    ),
    "aws:secretsmanager/secret:Secret": Example(
        inputs=lambda w: {
            "description": "database",
            "kmsKeyId": w.key.outputs["arn"],
            "recoveryWindowInDays": 7,
        },
        change={"description": "the database"},
        replaces={"name": "other"},
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Example(
        inputs=lambda w: {"secretId": w.secret, "secretString": "first"}, replaces={"secretString": "second"}
    ),
}
