"""A PostgreSQL instance of RDS, as the platform makes it."""

from typing import Any

import pytest

from tests.localcloud.aws.extension.conftest import Client

PLATFORM: dict[str, Any] = {
    "DBInstanceIdentifier": "platform",
    "DBInstanceClass": "db.t3.medium",
    "Engine": "postgres",
    "EngineVersion": "15.10",
    "AllocatedStorage": 50,
    "StorageType": "gp3",
    "StorageEncrypted": True,
    "MasterUsername": "app_admin",
    "MasterUserPassword": "correct-horse",
    "BackupRetentionPeriod": 7,
    "DBSubnetGroupName": "data",
    "DBParameterGroupName": "platform",
}


class Databases:
    """RDS with a subnet group `data` and a parameter group `platform`."""

    def __init__(self, client: Any) -> None:
        self.rds = client

    def create(self, **changes: Any) -> dict[str, Any]:
        created: dict[str, Any] = self.rds.create_db_instance(**{**PLATFORM, **changes})["DBInstance"]
        return created

    def replicate(self, name: str = "platform-replica-0", **changes: Any) -> dict[str, Any]:
        created: dict[str, Any] = self.rds.create_db_instance_read_replica(
            DBInstanceIdentifier=name, **{"SourceDBInstanceIdentifier": "platform", **changes}
        )["DBInstance"]
        return created

    def modify(self, name: str = "platform", **changes: Any) -> dict[str, Any]:
        self.rds.modify_db_instance(DBInstanceIdentifier=name, **changes)
        return self[changes.get("NewDBInstanceIdentifier", name) if changes.get("ApplyImmediately") else name]

    def __getitem__(self, name: str) -> dict[str, Any]:
        described: dict[str, Any] = self.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][
            0
        ]
        return described


@pytest.fixture
def databases(aws: Client, subnets: list[str]) -> Databases:
    rds = aws("rds")
    rds.create_db_subnet_group(DBSubnetGroupName="data", DBSubnetGroupDescription="d", SubnetIds=subnets)
    rds.create_db_parameter_group(
        DBParameterGroupName="platform", DBParameterGroupFamily="postgres15", Description="d"
    )
    return Databases(rds)
