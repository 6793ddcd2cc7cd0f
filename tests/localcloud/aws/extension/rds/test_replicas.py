"""Read replicas follow their source, and become sources when it goes or when they are promoted."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client
from tests.localcloud.aws.extension.rds.conftest import Databases

FOLLOWS = (
    "Engine", "EngineVersion", "DBInstanceClass", "AllocatedStorage", "StorageType", "StorageEncrypted",
    "KmsKeyId", "MasterUsername", "LicenseModel",
)  # fmt: skip


def test_a_replica_has_what_its_source_has(databases: Databases, aws: Client) -> None:
    key = aws("kms").create_key()["KeyMetadata"]["Arn"]
    source = databases.create(KmsKeyId=key, Port=5433, DBName="app")
    databases.replicate()

    replica = databases["platform-replica-0"]
    assert {name: replica[name] for name in FOLLOWS} == {name: source[name] for name in FOLLOWS}
    assert replica["Endpoint"]["Port"] == 5433
    assert replica["DBSubnetGroup"]["DBSubnetGroupName"] == "data"
    assert replica["DBParameterGroups"][0]["DBParameterGroupName"] == "platform"
    assert replica["BackupRetentionPeriod"] == 0
    assert replica["ReadReplicaSourceDBInstanceIdentifier"] == "platform"
    assert replica["StatusInfos"] == [
        {"StatusType": "read replication", "Normal": True, "Status": "replicating"}
    ]
    assert replica["DbiResourceId"] != source["DbiResourceId"]
    assert replica["DBInstanceArn"].endswith(":db:platform-replica-0")
    assert replica["Endpoint"]["Address"].startswith("platform-replica-0.")
    assert databases["platform"]["ReadReplicaDBInstanceIdentifiers"] == ["platform-replica-0"]
    assert "ReadReplicaSourceDBInstanceIdentifier" not in databases["platform"]
    assert databases["platform"]["StatusInfos"] == []


def test_a_replica_has_what_was_asked_for_itself(databases: Databases) -> None:
    databases.create(DeletionProtection=True, MaxAllocatedStorage=100)
    databases.replicate(DBInstanceClass="db.t4g.small", Tags=[{"Key": "role", "Value": "reader"}])
    replica = databases["platform-replica-0"]
    assert replica["DBInstanceClass"] == "db.t4g.small"
    assert replica["TagList"] == [{"Key": "role", "Value": "reader"}]
    assert replica["DeletionProtection"] is False
    assert "MaxAllocatedStorage" not in replica
    databases.modify("platform-replica-0", DBInstanceClass="db.t4g.medium", ApplyImmediately=True)
    assert databases["platform"]["DBInstanceClass"] == "db.t3.medium"


def test_a_subnet_group_goes_with_the_arn_of_the_source(databases: Databases) -> None:
    source = databases.create()
    with pytest.raises(ClientError, match="DBSubnetGroupNotAllowedFault"):
        databases.replicate(DBSubnetGroupName="data")
    databases.replicate(DBSubnetGroupName="data", SourceDBInstanceIdentifier=source["DBInstanceArn"])
    assert databases["platform-replica-0"]["ReadReplicaSourceDBInstanceIdentifier"] == "platform"


@pytest.mark.parametrize(
    ("source", "replica", "words"),
    [
        ({"BackupRetentionPeriod": 0}, {}, "InvalidDBInstanceState.*Automated backups are not enabled"),
        (
            {"StorageEncrypted": False},
            {"KmsKeyId": "alias/aws/rds"},
            "encrypted read replica from an unencrypted",
        ),
        ({}, {"SourceDBInstanceIdentifier": "none"}, "DBInstanceNotFound"),
        ({}, {"DBInstanceClass": "db.t2.micro"}, "DBInstanceClass=db.t2.micro"),
        ({}, {"name": "platform"}, "DBInstanceAlreadyExists"),
    ],
)
def test_refuses(databases: Databases, source: dict[str, Any], replica: dict[str, Any], words: str) -> None:
    databases.create(**source)
    with pytest.raises(ClientError, match=words):
        databases.replicate(**replica)
    assert databases["platform"]["ReadReplicaDBInstanceIdentifiers"] == []


def test_refuses_a_source_with_a_managed_password(databases: Databases) -> None:
    settings = {"ManageMasterUserPassword": True, "DBInstanceIdentifier": "platform"}
    from tests.localcloud.aws.extension.rds.conftest import PLATFORM

    without = {key: value for key, value in PLATFORM.items() if key != "MasterUserPassword"}
    databases.rds.create_db_instance(**{**without, **settings})
    with pytest.raises(ClientError, match="managed in AWS Secrets Manager"):
        databases.replicate()


def test_a_source_keeps_its_backups_while_it_has_replicas(databases: Databases) -> None:
    databases.create()
    databases.replicate()
    with pytest.raises(ClientError, match="Backups cannot be disabled"):
        databases.modify(BackupRetentionPeriod=0, ApplyImmediately=True)


def test_promotion_makes_a_replica_independent(databases: Databases) -> None:
    databases.create()
    databases.replicate()
    databases.rds.promote_read_replica(DBInstanceIdentifier="platform-replica-0", BackupRetentionPeriod=3)
    promoted = databases["platform-replica-0"]
    assert promoted["BackupRetentionPeriod"] == 3
    assert "ReadReplicaSourceDBInstanceIdentifier" not in promoted
    assert promoted["StatusInfos"] == []
    assert databases["platform"]["ReadReplicaDBInstanceIdentifiers"] == []
    with pytest.raises(ClientError, match="not a read replica"):
        databases.rds.promote_read_replica(DBInstanceIdentifier="platform")


def test_replicas_outlive_their_source(databases: Databases) -> None:
    databases.create()
    for number in range(2):
        databases.replicate(f"replica-{number}")
    databases.rds.delete_db_instance(DBInstanceIdentifier="platform", SkipFinalSnapshot=True)
    for number in range(2):
        assert "ReadReplicaSourceDBInstanceIdentifier" not in databases[f"replica-{number}"]
        databases.rds.delete_db_instance(DBInstanceIdentifier=f"replica-{number}", SkipFinalSnapshot=True)


def test_a_deleted_replica_leaves_the_list_of_its_source(databases: Databases) -> None:
    databases.create()
    databases.replicate()
    deletion = {"DBInstanceIdentifier": "platform-replica-0"}
    with pytest.raises(ClientError, match="cannot be specified when deleting a replica"):
        databases.rds.delete_db_instance(**deletion, FinalDBSnapshotIdentifier="final")
    databases.rds.delete_db_instance(**deletion, SkipFinalSnapshot=True)
    assert databases["platform"]["ReadReplicaDBInstanceIdentifiers"] == []


def test_a_renamed_source_stays_the_source(databases: Databases) -> None:
    databases.create()
    databases.replicate()
    databases.modify(NewDBInstanceIdentifier="core", ApplyImmediately=True)
    assert databases["platform-replica-0"]["ReadReplicaSourceDBInstanceIdentifier"] == "core"
    databases.modify("platform-replica-0", NewDBInstanceIdentifier="core-replica", ApplyImmediately=True)
    assert databases["core"]["ReadReplicaDBInstanceIdentifiers"] == ["core-replica"]


def test_a_replica_is_in_another_zone_than_its_source(databases: Databases) -> None:
    source = databases.create()["AvailabilityZone"]
    # The others fill up, so that the source's zone has the fewest.
    for number in range(4):
        databases.create(
            DBInstanceIdentifier=f"other-{number}",
            AvailabilityZone=next(zone for zone in ("us-east-1a", "us-east-1b") if zone != source),
        )
    replicas = [databases.replicate(f"replica-{number}")["AvailabilityZone"] for number in range(2)]
    assert source not in replicas
