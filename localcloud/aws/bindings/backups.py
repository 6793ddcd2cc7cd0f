"""Bindings of AWS Backup: vaults, plans, selections."""

from localcloud.aws.binding import Binding, Property
from localcloud.aws.bindings.tagging import backup

_GONE = frozenset({"ResourceNotFoundException"})

VAULT = Binding(
    type="aws:backup/vault:Vault",
    service="backup",
    create="CreateBackupVault",
    read="DescribeBackupVault",
    delete="DeleteBackupVault",
    id="name",
    key={"BackupVaultName": "_id"},
    result="@",
    gone=_GONE | {"AccessDeniedException"},  # AWS's answer for a vault that is not there
    name="name",
    name_limit=50,
    properties={
        "name": Property(api="BackupVaultName", replaces=True),
        "kmsKeyArn": Property(api="EncryptionKeyArn", replaces=True),
        "forceDestroy": Property(api=None, read=None, default=False),
    },
    outputs={"arn": "BackupVaultArn", "recoveryPoints": "NumberOfRecoveryPoints || `0`"},
    tagging=backup("BackupVaultTags", "BackupVaultArn"),
)


def _planned(name: str, **further: object) -> Property:
    return Property(api=f"BackupPlan.{name}", read=f"BackupPlan.{name}", **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


PLAN = Binding(
    type="aws:backup/plan:Plan",
    service="backup",
    create="CreateBackupPlan",
    update="UpdateBackupPlan",
    update_whole=True,
    read="GetBackupPlan",
    delete="DeleteBackupPlan",
    id="BackupPlanId",
    key={"BackupPlanId": "_id"},
    result="@",
    gone=_GONE,
    gone_if="DeletionDate",
    name="name",
    name_limit=50,
    properties={
        "name": _planned("BackupPlanName", replaces=True),
        "rules": _planned(
            "Rules",
            # What the official provider fills in; AWS's own windows are longer.
            write='[].merge(`{"startWindow": 60, "completionWindow": 180, '
            '"scheduleExpressionTimezone": "Etc/UTC"}`, @)',
            required=True,
            unordered=True,
            rename={
                "targetVaultName": "TargetBackupVaultName",
                "schedule": "ScheduleExpression",
                "startWindow": "StartWindowMinutes",
                "completionWindow": "CompletionWindowMinutes",
                "destinationVaultArn": "DestinationBackupVaultArn",
                "coldStorageAfter": "MoveToColdStorageAfterDays",
                "deleteAfter": "DeleteAfterDays",
            },
        ),
        "advancedBackupSettings": _planned("AdvancedBackupSettings", unordered=True),
        "scanSettings": _planned("ScanSettings", unordered=True),
    },
    outputs={"arn": "BackupPlanArn", "version": "VersionId"},
    volatile=frozenset({"version"}),
    tagging=backup("BackupPlanTags", "BackupPlanArn"),
)


def _selected(name: str, **further: object) -> Property:
    path = f"BackupSelection.{name}"
    return Property(api=path, read=path, replaces=True, **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


_CONDITION = {"key": "ConditionKey", "value": "ConditionValue"}

SELECTION = Binding(
    type="aws:backup/selection:Selection",
    service="backup",
    create="CreateBackupSelection",
    read="GetBackupSelection",
    delete="DeleteBackupSelection",
    id="SelectionId",
    key={"BackupPlanId": "planId", "SelectionId": "_id"},
    result="@",
    gone=_GONE,
    name="name",
    name_limit=50,
    properties={
        "name": _selected("SelectionName"),
        "planId": Property(api="BackupPlanId", replaces=True, required=True),
        "iamRoleArn": _selected("IamRoleArn", required=True),
        "resources": _selected("Resources", unordered=True),
        "notResources": _selected("NotResources", unordered=True),
        "selectionTags": _selected(
            "ListOfTags", unordered=True, rename={**_CONDITION, "type": "ConditionType"}
        ),
        "conditions": Property(
            api="BackupSelection.Conditions",
            write="[0]",
            read="[BackupSelection.Conditions]",
            replaces=True,
            rename={**_CONDITION, "stringLikes": "StringLike", "stringNotLikes": "StringNotLike"},
        ),
    },
)

BINDINGS = (VAULT, PLAN, SELECTION)
