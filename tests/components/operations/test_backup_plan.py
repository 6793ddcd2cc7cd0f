import json
from dataclasses import replace

from components.data.postgres_cluster import BACKUP_WINDOW, MAINTENANCE_WINDOW
from components.operations.backup_plan import BackupPlan, BackupPlanArgs
from tests.recording import Recording, record

TOKEN = "softfactory:operations:BackupPlan"
VAULT, PLAN = "aws:backup/vault:Vault", "aws:backup/plan:Plan"
SELECTION, ROLE = "aws:backup/selection:Selection", "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ARGS = BackupPlanArgs(
    keep_days=35,
    resource_arns={"review": "arn:review", "platform": "arn:platform"},
    kms_key_arn="arn:key",
    protected=True,
)


def plan(preview: bool, args: BackupPlanArgs = ARGS) -> Recording:
    return record(lambda: BackupPlan("backups", args), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert plan(preview).children(TOKEN, "backups") == {
        (VAULT, "backups"),
        (PLAN, "backups"),
        (SELECTION, "backups"),
        (ROLE, "backups"),
        (ATTACHMENT, "backups-AWSBackupServiceRolePolicyForBackup"),
        (ATTACHMENT, "backups-AWSBackupServiceRolePolicyForRestores"),
    }


def test_copies_are_kept_as_long_as_the_phase_says_and_encrypted_with_our_key(preview: bool) -> None:
    recording = plan(preview)
    (rule,) = recording.one(PLAN, "backups").inputs["rules"]
    assert rule["lifecycle"] == {"deleteAfter": 35}
    assert recording.one(VAULT, "backups").inputs["kmsKeyArn"] == "arn:key"


def test_it_keeps_an_hour_from_the_windows_of_the_databases(preview: bool) -> None:
    (rule,) = plan(preview).one(PLAN, "backups").inputs["rules"]
    minute, hour, _, _, day, _ = rule["schedule"].removeprefix("cron(").removesuffix(")").split()
    last_start = int(hour) + int(minute) / 60 + rule["startWindow"] / 60
    first_window = min(int(BACKUP_WINDOW[:2]), int(MAINTENANCE_WINDOW.split(":")[1]))
    assert rule["scheduleExpressionTimezone"] == "Etc/UTC"
    assert day == "SUN"
    assert last_start + 1 <= first_window


def test_the_stores_are_named_and_the_role_may_copy_before_they_are(preview: bool) -> None:
    recording = plan(preview)
    selection = recording.one(SELECTION, "backups")
    assert selection.inputs["resources"] == ["arn:platform", "arn:review"]
    assert {item.urn for item in recording.of(ATTACHMENT).values()} <= set(selection.dependencies)
    (statement,) = json.loads(recording.one(ROLE, "backups").inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "backup.amazonaws.com"}


def test_a_protected_vault_keeps_its_copies(preview: bool) -> None:
    kept = plan(preview).one(VAULT, "backups")
    assert kept.protect
    assert kept.inputs["forceDestroy"] is False
    given_up = plan(preview, replace(ARGS, protected=False)).one(VAULT, "backups")
    assert not given_up.protect
    assert given_up.inputs["forceDestroy"] is True
