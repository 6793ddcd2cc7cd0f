"""Instances as they are created: what is read back, what is filled in, what is refused."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client
from tests.localcloud.aws.extension.rds.conftest import Databases


def test_reads_back_what_was_asked_for(databases: Databases, aws: Client) -> None:
    key = aws("kms").create_key()["KeyMetadata"]["Arn"]
    vpc = databases.rds.describe_db_subnet_groups()["DBSubnetGroups"][0]["VpcId"]
    group = aws("ec2").create_security_group(GroupName="db", Description="d", VpcId=vpc)["GroupId"]
    asked: dict[str, Any] = {
        "MaxAllocatedStorage": 100,
        "KmsKeyId": key,
        "MultiAZ": True,
        "AutoMinorVersionUpgrade": False,
        "CopyTagsToSnapshot": True,
        "PreferredBackupWindow": "03:00-04:00",
        "PreferredMaintenanceWindow": "sun:05:00-sun:06:00",
        "DatabaseInsightsMode": "standard",
        "EngineLifecycleSupport": "open-source-rds-extended-support-disabled",
        "CACertificateIdentifier": "rds-ca-rsa4096-g1",
        "DeletionProtection": True,
        "DBName": "app",
        "AvailabilityZone": "us-east-1b",
        "MonitoringInterval": 60,
        "MonitoringRoleArn": "arn:aws:iam::123456789012:role/monitoring",
    }
    databases.create(
        **asked,
        EnablePerformanceInsights=True,
        PerformanceInsightsRetentionPeriod=31,
        EnableCloudwatchLogsExports=["postgresql"],
        VpcSecurityGroupIds=[group],
        Port=5433,
        Tags=[{"Key": "a", "Value": "b"}],
    )

    instance = databases["platform"]
    assert {name: instance[name] for name in asked} == asked
    assert instance["PerformanceInsightsEnabled"]
    assert instance["PerformanceInsightsRetentionPeriod"] == 31
    assert instance["EnabledCloudwatchLogsExports"] == ["postgresql"]
    assert instance["CertificateDetails"]["CAIdentifier"] == "rds-ca-rsa4096-g1"
    assert [item["VpcSecurityGroupId"] for item in instance["VpcSecurityGroups"]] == [group]
    assert instance["Endpoint"]["Port"] == 5433
    assert instance["SecondaryAvailabilityZone"] != instance["AvailabilityZone"]
    assert instance["TagList"] == [{"Key": "a", "Value": "b"}]


def test_fills_in_what_aws_fills_in(databases: Databases, aws: Client) -> None:
    databases.create(EngineVersion="15", StorageType="gp3")
    instance = databases["platform"]
    assert instance["EngineVersion"].startswith("15.")
    assert (instance["Iops"], instance["StorageThroughput"]) == (3000, 125)
    assert instance["LicenseModel"] == "postgresql-license"
    assert instance["OptionGroupMemberships"][0]["OptionGroupName"] == "default:postgres-15"
    assert instance["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"
    assert instance["PubliclyAccessible"] is False
    assert instance["PendingModifiedValues"] == {}
    assert "MaxAllocatedStorage" not in instance
    own_key = aws("kms").describe_key(KeyId="alias/aws/rds")["KeyMetadata"]["Arn"]
    assert instance["KmsKeyId"] == own_key
    vpc = instance["DBSubnetGroup"]["VpcId"]
    groups = aws("ec2").describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[
        "SecurityGroups"
    ]
    assert [item["VpcSecurityGroupId"] for item in instance["VpcSecurityGroups"]] == [groups[0]["GroupId"]]


def test_instances_are_told_apart_by_their_resource_ids(databases: Databases) -> None:
    for name in ("one", "two"):
        databases.create(DBInstanceIdentifier=name)
    ids = {name: databases[name]["DbiResourceId"] for name in ("one", "two")}
    assert ids["one"] != ids["two"]
    found = databases.rds.describe_db_instances(Filters=[{"Name": "dbi-resource-id", "Values": [ids["two"]]}])
    assert [instance["DBInstanceIdentifier"] for instance in found["DBInstances"]] == ["two"]
    hosts = [databases[name]["Endpoint"]["Address"].split(".") for name in ("one", "two")]
    assert hosts[0][0] == "one"
    assert hosts[0][1:] == hosts[1][1:]
    assert hosts[0][2:] == ["us-east-1", "rds", "amazonaws", "com"]


def test_instances_are_spread_over_the_zones(databases: Databases) -> None:
    zones = [databases.create(DBInstanceIdentifier=f"db{number}")["AvailabilityZone"] for number in range(3)]
    assert sorted(zones) == ["us-east-1a", "us-east-1b", "us-east-1c"]


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"EngineVersion": "15.99"}, "InvalidParameterCombination", "Cannot find version 15.99 for postgres"),
        ({"EngineVersion": "9.6"}, "InvalidParameterCombination", "Cannot find version 9.6"),
        ({"DBInstanceClass": "db.t2.micro"}, "InvalidParameterCombination", "DBInstanceClass=db.t2.micro"),
        ({"DBInstanceClass": "t3.micro"}, "InvalidParameterValue", "Invalid DB Instance class: t3.micro"),
        ({"AllocatedStorage": 10}, "InvalidParameterCombination", "Invalid storage size"),
        ({"MaxAllocatedStorage": 51}, "InvalidParameterCombination", "Invalid max storage size"),
        ({"Iops": 4000}, "InvalidParameterCombination", "less than 400"),
        ({"BackupRetentionPeriod": 36}, "InvalidParameterValue", "backup retention period: 36"),
        ({"MasterUsername": "admin"}, "InvalidParameterValue", "reserved word"),
        ({"MasterUserPassword": "short"}, "InvalidParameterValue", "shorter than 8"),
        ({"MasterUserPassword": "with/slash1"}, "InvalidParameterValue", "Only printable ASCII"),
        ({"DBSubnetGroupName": "none"}, "DBSubnetGroupNotFoundFault", "none"),
        ({"DBParameterGroupName": "none"}, "DBParameterGroupNotFound", "none"),
        ({"VpcSecurityGroupIds": ["sg-1"]}, "InvalidParameterValue", "groupId= sg-1"),
        ({"KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/none"}, "KMSKeyNotAccessibleFault", "none"),
        ({"EngineVersion": "16.4"}, "InvalidParameterCombination", "DBParameterGroupFamily postgres16"),
        ({"EnableCloudwatchLogsExports": ["audit"]}, "InvalidParameterCombination", "'audit'"),
        ({"DatabaseInsightsMode": "advanced"}, "InvalidParameterCombination", "465 days"),
        ({"MonitoringInterval": 60}, "InvalidParameterCombination", "MonitoringRoleARN"),
    ],
)
def test_refuses(databases: Databases, changes: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(ClientError, match=words) as refused:
        databases.create(**changes)
    assert refused.value.response["Error"]["Code"] == code
    assert databases.rds.describe_db_instances()["DBInstances"] == []


def test_refuses_a_name_that_is_taken(databases: Databases) -> None:
    databases.create()
    with pytest.raises(ClientError, match="DBInstanceAlreadyExists"):
        databases.create(DBInstanceIdentifier="Platform")


def test_subnet_groups_need_two_zones_and_stay_while_in_use(databases: Databases, subnets: list[str]) -> None:
    rds = databases.rds
    one_zone = {"DBSubnetGroupDescription": "d", "SubnetIds": subnets[:1]}
    with pytest.raises(ClientError, match="Add subnets to cover at least 2 AZs"):
        rds.create_db_subnet_group(DBSubnetGroupName="small", **one_zone)
    with pytest.raises(ClientError, match="DBSubnetGroupDoesNotCoverEnoughAZs"):
        rds.modify_db_subnet_group(DBSubnetGroupName="data", **one_zone)
    databases.create()
    with pytest.raises(ClientError, match=r"InvalidDBSubnetGroupStateFault.* platform is still using it"):
        rds.delete_db_subnet_group(DBSubnetGroupName="data")
    rds.delete_db_instance(DBInstanceIdentifier="platform", SkipFinalSnapshot=True)
    rds.delete_db_subnet_group(DBSubnetGroupName="data")


def test_a_subnet_group_takes_other_subnets(databases: Databases, subnets: list[str]) -> None:
    rds = databases.rds
    rds.modify_db_subnet_group(DBSubnetGroupName="data", SubnetIds=subnets[1:])
    (group,) = rds.describe_db_subnet_groups(DBSubnetGroupName="data")["DBSubnetGroups"]
    assert [subnet["SubnetIdentifier"] for subnet in group["Subnets"]] == subnets[1:]


def test_restores_from_a_snapshot(databases: Databases) -> None:
    databases.create()
    databases.rds.create_db_snapshot(DBInstanceIdentifier="platform", DBSnapshotIdentifier="before")
    databases.rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier="copy", DBSnapshotIdentifier="before", DBInstanceClass="db.t3.large"
    )
    copy, original = databases["copy"], databases["platform"]
    assert copy["DBInstanceClass"] == "db.t3.large"
    assert copy["DbiResourceId"] != original["DbiResourceId"]
    for name in ("EngineVersion", "AllocatedStorage", "KmsKeyId", "MasterUsername"):
        assert copy[name] == original[name]
