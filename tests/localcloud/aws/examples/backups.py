"""Examples of backup vaults, plans and selections."""

from tests.localcloud.aws.examples.example import Example, Inputs
from tests.localcloud.aws.examples.world import World

PLAN = "aws:backup/plan:Plan"


def _rule(world: World, days: int) -> Inputs:
    return {
        "ruleName": "daily",
        "targetVaultName": world.example("aws:backup/vault:Vault").id,
        "schedule": "cron(0 3 * * ? *)",
        "startWindow": 60,
        "lifecycle": {"deleteAfter": days},
        "recoveryPointTags": {"plan": "daily"},
    }


EXAMPLES: dict[str, Example] = {
    "aws:backup/vault:Vault": Example(
        inputs=lambda w: {"kmsKeyArn": w.key.outputs["arn"]},
        change={"forceDestroy": True},
        replaces={"kmsKeyArn": "other"},
    ),
    PLAN: Example(
        inputs=lambda w: {"rules": [_rule(w, 7)]},
        change_with=lambda w: {"rules": [_rule(w, 14)]},
        replaces={"name": "other"},
    ),
    "aws:backup/selection:Selection": Example(
        inputs=lambda w: {
            "planId": w.example(PLAN).id,
            "iamRoleArn": w.role().outputs["arn"],
            "resources": ["arn:aws:rds:us-east-1:123456789012:db:platform"],
            "selectionTags": [{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}],
            "conditions": [{"stringEquals": [{"key": "aws:ResourceTag/project", "value": "softfactory"}]}],
        },
        replaces={"resources": ["*"]},
    ),
}
