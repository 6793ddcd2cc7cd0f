"""Backup plans have versions and selections."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

SELECTION = {"SelectionName": "databases", "IamRoleArn": "arn:aws:iam::123456789012:role/backup"}


def _document(days: int) -> dict[str, Any]:
    rule = {"RuleName": "daily", "TargetBackupVaultName": "vault", "Lifecycle": {"DeleteAfterDays": days}}
    return {"BackupPlanName": "daily", "Rules": [rule]}


def _create(aws: Client) -> tuple[Any, str]:
    client = aws("backup")
    return client, client.create_backup_plan(BackupPlan=_document(7))["BackupPlanId"]


def test_an_update_is_a_new_version_of_the_plan(aws: Client) -> None:
    client, plan = _create(aws)
    before = client.get_backup_plan(BackupPlanId=plan)
    client.update_backup_plan(BackupPlanId=plan, BackupPlan=_document(14))
    after = client.get_backup_plan(BackupPlanId=plan)
    assert after["VersionId"] != before["VersionId"]
    assert after["BackupPlan"]["Rules"][0]["Lifecycle"]["DeleteAfterDays"] == 14


def test_a_plan_goes_after_its_selections(aws: Client) -> None:
    client, plan = _create(aws)
    id = client.create_backup_selection(BackupPlanId=plan, BackupSelection=SELECTION)["SelectionId"]
    assert client.get_backup_selection(BackupPlanId=plan, SelectionId=id)["BackupSelection"] == SELECTION
    listed = client.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]
    assert [selection["SelectionId"] for selection in listed] == [id]
    with pytest.raises(ClientError, match="must be deleted prior"):
        client.delete_backup_plan(BackupPlanId=plan)
    client.delete_backup_selection(BackupPlanId=plan, SelectionId=id)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        client.get_backup_selection(BackupPlanId=plan, SelectionId=id)
    client.delete_backup_plan(BackupPlanId=plan)


def test_the_name_of_a_deleted_plan_is_free(aws: Client) -> None:
    client, plan = _create(aws)
    client.delete_backup_plan(BackupPlanId=plan)
    assert client.get_backup_plan(BackupPlanId=plan)["DeletionDate"]
    assert _create(aws)[1] != plan
    with pytest.raises(ClientError, match="ResourceNotFound"):
        client.update_backup_plan(BackupPlanId=plan, BackupPlan=_document(1))
