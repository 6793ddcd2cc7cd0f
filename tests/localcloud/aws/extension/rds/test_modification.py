"""Changes that wait for the maintenance window, changes that do not, and changes that are refused."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.rds.conftest import Databases

# Change -> what it shows as in PendingModifiedValues, and in the instance itself afterwards.
DEFERRED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"DBInstanceClass": "db.t3.large"}, {"DBInstanceClass": "db.t3.large"}),
    ({"AllocatedStorage": 100}, {"AllocatedStorage": 100}),
    ({"EngineVersion": "15.12"}, {"EngineVersion": "15.12"}),
    ({"MultiAZ": True}, {"MultiAZ": True}),
    ({"BackupRetentionPeriod": 0}, {"BackupRetentionPeriod": 0}),
    ({"CACertificateIdentifier": "rds-ca-ecc384-g1"}, {"CACertificateIdentifier": "rds-ca-ecc384-g1"}),
    ({"NewDBInstanceIdentifier": "core"}, {"DBInstanceIdentifier": "core"}),
    ({"EnableIAMDatabaseAuthentication": True}, {"IAMDatabaseAuthenticationEnabled": True}),
    ({"StorageType": "gp2"}, {"StorageType": "gp2"}),
]
AT_ONCE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"DeletionProtection": True}, {"DeletionProtection": True}),
    ({"BackupRetentionPeriod": 14}, {"BackupRetentionPeriod": 14}),
    ({"PreferredBackupWindow": "01:00-02:00"}, {"PreferredBackupWindow": "01:00-02:00"}),
    (
        {"PreferredMaintenanceWindow": "Mon:01:00-Mon:02:00"},
        {"PreferredMaintenanceWindow": "mon:01:00-mon:02:00"},
    ),
    ({"AutoMinorVersionUpgrade": False}, {"AutoMinorVersionUpgrade": False}),
    ({"CopyTagsToSnapshot": True}, {"CopyTagsToSnapshot": True}),
    ({"MaxAllocatedStorage": 100}, {"MaxAllocatedStorage": 100}),
    ({"PubliclyAccessible": True}, {"PubliclyAccessible": True}),
    ({"EnablePerformanceInsights": True}, {"PerformanceInsightsRetentionPeriod": 7}),
    (
        {"CloudwatchLogsExportConfiguration": {"EnableLogTypes": ["upgrade"]}},
        {"EnabledCloudwatchLogsExports": ["upgrade"]},
    ),
]


@pytest.mark.parametrize(("change", "shown"), DEFERRED)
def test_waits_unless_applied_immediately(
    databases: Databases, change: dict[str, Any], shown: dict[str, Any]
) -> None:
    before = databases.create()
    waiting = databases.modify(**change)
    assert waiting["PendingModifiedValues"] == shown
    assert {name: waiting[name] for name in shown} == {name: before[name] for name in shown}

    applied = databases.modify(**change, ApplyImmediately=True)
    assert applied["PendingModifiedValues"] == {}
    assert {name: applied[name] for name in shown} == shown


@pytest.mark.parametrize(("change", "shown"), AT_ONCE)
def test_never_waits(databases: Databases, change: dict[str, Any], shown: dict[str, Any]) -> None:
    databases.create()
    changed = databases.modify(**change)
    assert {name: changed[name] for name in shown} == shown
    assert changed["PendingModifiedValues"] == {}


def test_what_waited_goes_along_with_the_next_immediate_change(databases: Databases) -> None:
    databases.create()
    databases.modify(DBInstanceClass="db.t3.large")
    changed = databases.modify(MultiAZ=True, ApplyImmediately=True)
    assert (changed["DBInstanceClass"], changed["MultiAZ"]) == ("db.t3.large", True)


def test_asking_for_the_present_value_takes_the_change_back(databases: Databases) -> None:
    databases.create()
    databases.modify(DBInstanceClass="db.t3.large")
    assert databases.modify(DBInstanceClass="db.t3.medium")["PendingModifiedValues"] == {}


def test_a_new_port_and_new_groups_apply_at_once(databases: Databases) -> None:
    group = databases.create()["VpcSecurityGroups"][0]["VpcSecurityGroupId"]
    changed = databases.modify(DBPortNumber=5433, VpcSecurityGroupIds=[group])
    assert changed["Endpoint"]["Port"] == 5433


def test_a_renamed_instance_has_a_new_endpoint_and_the_same_resource_id(databases: Databases) -> None:
    before = databases.create()
    after = databases.modify(NewDBInstanceIdentifier="core", ApplyImmediately=True)
    assert after["Endpoint"]["Address"].startswith("core.")
    assert after["DbiResourceId"] == before["DbiResourceId"]
    with pytest.raises(ClientError, match="DBInstanceNotFound"):
        databases["platform"]


def test_storage_is_rounded_up_to_a_tenth_more(databases: Databases) -> None:
    databases.create()
    assert databases.modify(AllocatedStorage=51, ApplyImmediately=True)["AllocatedStorage"] == 55
    grown = databases.modify(AllocatedStorage=400, ApplyImmediately=True)
    assert (grown["Iops"], grown["StorageThroughput"]) == (12000, 500)


def test_a_major_version_is_asked_for_in_so_many_words(databases: Databases) -> None:
    databases.create(DBParameterGroupName="default.postgres15")
    with pytest.raises(ClientError, match="AllowMajorVersionUpgrade"):
        databases.modify(EngineVersion="16.4", ApplyImmediately=True)
    major: dict[str, Any] = {
        "EngineVersion": "16.4",
        "AllowMajorVersionUpgrade": True,
        "ApplyImmediately": True,
    }
    assert databases.modify(**major)["EngineVersion"] == "16.4"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"AllocatedStorage": 20}, "cannot be less than the current storage size"),
        ({"EngineVersion": "15.4"}, "Cannot upgrade postgres from 15.10 to 15.4"),
        ({"EngineVersion": "16.4", "AllowMajorVersionUpgrade": True}, "DBParameterGroupFamily postgres16"),
        ({"DBInstanceClass": "db.m4.large"}, "DBInstanceClass=db.m4.large"),
        ({"DBParameterGroupName": "none"}, "DBParameterGroupNotFound"),
        ({"VpcSecurityGroupIds": ["sg-1"]}, "groupId= sg-1"),
        ({"MaxAllocatedStorage": 52}, "Invalid max storage size"),
        ({"MasterUserPassword": "short"}, "shorter than 8"),
        ({"BackupRetentionPeriod": 40}, "backup retention period: 40"),
        ({"DBSubnetGroupName": "none"}, "DBSubnetGroupNotFoundFault"),
    ],
)
def test_refuses_and_changes_nothing(databases: Databases, change: dict[str, Any], words: str) -> None:
    databases.create()
    before = databases["platform"]
    with pytest.raises(ClientError, match=words):
        databases.modify(**change, DeletionProtection=True, MultiAZ=True, ApplyImmediately=True)
    after = databases["platform"]
    for instance in (before, after):
        del instance["LatestRestorableTime"]
    assert after == before


def test_a_name_that_is_taken_is_refused(databases: Databases) -> None:
    databases.create()
    databases.create(DBInstanceIdentifier="other")
    with pytest.raises(ClientError, match="DBInstanceAlreadyExists"):
        databases.modify(NewDBInstanceIdentifier="other")


def test_a_protected_instance_is_not_deleted(databases: Databases) -> None:
    databases.create(DeletionProtection=True)
    deletion = {"DBInstanceIdentifier": "platform", "SkipFinalSnapshot": True}
    with pytest.raises(ClientError, match="Cannot delete protected DB Instance, please disable deletion"):
        databases.rds.delete_db_instance(**deletion)
    databases.modify(DeletionProtection=False)
    databases.rds.delete_db_instance(**deletion)


def test_deletion_leaves_a_final_snapshot_unless_it_is_skipped(databases: Databases) -> None:
    databases.create()
    deletion = {"DBInstanceIdentifier": "platform"}
    with pytest.raises(ClientError, match="FinalDBSnapshotIdentifier is required unless"):
        databases.rds.delete_db_instance(**deletion)
    with pytest.raises(ClientError, match="cannot be specified when deleting with SkipFinalSnapshot"):
        databases.rds.delete_db_instance(
            **deletion, SkipFinalSnapshot=True, FinalDBSnapshotIdentifier="final"
        )
    databases.rds.delete_db_instance(**deletion, FinalDBSnapshotIdentifier="final")
    assert databases.rds.describe_db_instances()["DBInstances"] == []
    snapshots = databases.rds.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    assert [snapshot["DBSnapshotIdentifier"] for snapshot in snapshots] == ["final"]
