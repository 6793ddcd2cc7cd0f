import pulumi
import pytest

from components.data.postgres_cluster import PostgresCluster, PostgresClusterArgs
from components.data.postgres_size import PostgresSize
from tests.components.data.test_postgres_size import VALUES
from tests.recording import Recorded, Recording, record

INSTANCE, LOGS = "aws:rds/instance:Instance", "aws:cloudwatch/logGroup:LogGroup"


def cluster(preview: bool, **values: object) -> Recording:
    args = PostgresClusterArgs(
        size=PostgresSize.model_validate({**VALUES, **values}),
        holds=("platform", "coocook"),
        phase="phase2",
        database="platform",
        subnet_ids=["subnet-1", "subnet-2"],
        security_group_ids=["sg-1"],
        username="app_admin",
        password="plain",
        kms_key_arn="arn:key",
    )
    return record(lambda: PostgresCluster("platform", args), preview=preview)


def instances(recording: Recording) -> tuple[Recorded, list[Recorded]]:
    found = recording.of(INSTANCE)
    primary = found.pop("platform")
    return primary, list(found.values())


@pytest.mark.parametrize("replicas", [0, 1, 2])
def test_it_is_made_of_exactly_these_parts(replicas: int, preview: bool) -> None:
    of_replicas = "db.t4g.medium" if replicas else None
    recording = cluster(preview, replicas=replicas, replica_instance_class=of_replicas)
    assert recording.children("softfactory:data:PostgresCluster", "platform") == {
        ("aws:rds/subnetGroup:SubnetGroup", "platform"),
        ("aws:rds/parameterGroup:ParameterGroup", "platform"),
        (INSTANCE, "platform"),
        (LOGS, "platform-postgresql"),
        (LOGS, "platform-upgrade"),
        *((INSTANCE, f"platform-replica-{number}") for number in range(1, replicas + 1)),
        *((LOGS, f"platform-replica-{number}-postgresql") for number in range(1, replicas + 1)),
    }


def test_one_more_replica_leaves_the_others_as_they_are() -> None:
    before = {item.urn: item.inputs for item in cluster(preview=False, replicas=1).resources}
    after = {item.urn: item.inputs for item in cluster(preview=False, replicas=2).resources}
    assert {urn: after[urn] for urn in before} == before
    new = {urn.rsplit("::", 1)[1] for urn in after.keys() - before}
    assert new == {"platform-replica-2", "platform-replica-2-postgresql"}


# What all instances of a cluster have, whatever the phase.
SAME: dict[str, object] = {
    "storageType": "gp3",
    "maxAllocatedStorage": 100,
    "storageEncrypted": True,
    "kmsKeyId": "arn:key",
    "parameterGroupName": "platform-0a1b2c3",
    "vpcSecurityGroupIds": ["sg-1"],
    "publiclyAccessible": False,
    "port": 5432,
    "maintenanceWindow": "sun:08:00-sun:08:30",
    "applyImmediately": True,
    "autoMinorVersionUpgrade": True,
    "caCertIdentifier": "rds-ca-rsa2048-g1",
    "performanceInsightsEnabled": True,
    "performanceInsightsRetentionPeriod": 7,
    "performanceInsightsKmsKeyId": "arn:key",
    "copyTagsToSnapshot": True,
}


def test_the_primary_has_the_size_of_the_phase() -> None:
    primary, _ = instances(cluster(preview=False, storage_gib=50, backup_days=9))
    assert primary.inputs == SAME | {
        "engine": "postgres",
        "engineVersion": "15",
        "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
        "databaseInsightsMode": "standard",
        "instanceClass": "db.t3.large",
        "allocatedStorage": 50,
        "multiAz": False,
        "dbName": "platform",
        "username": "app_admin",
        "password": "plain",
        "dbSubnetGroupName": "platform-0a1b2c3",
        "backupRetentionPeriod": 9,
        "backupWindow": "07:00-07:30",
        "deleteAutomatedBackups": False,
        "deletionProtection": True,
        "skipFinalSnapshot": False,
        "finalSnapshotIdentifier": "platform-0a1b2c3-final",
        "identifier": "platform-0a1b2c3",
        "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
        "tags": {"Name": "platform", "role": "primary", "datasets": "coocook platform", "phase": "phase2"},
    }


def test_replicas_have_a_class_of_their_own_and_follow_the_primary() -> None:
    _, replicas = instances(cluster(preview=False))
    for replica in replicas:
        # Engine, name, user, password and storage are the primary's: RDS refuses them here.
        assert replica.inputs == SAME | {
            "identifier": f"platform-0a1b2c3-{replica.name.removeprefix('platform-')}",
            "enabledCloudwatchLogsExports": ["postgresql"],
            "replicateSourceDb": "platform-0a1b2c3",
            "instanceClass": "db.t4g.medium",
            "backupRetentionPeriod": 0,
            "skipFinalSnapshot": True,
            "tags": {"Name": replica.name},
        }


def test_a_preview_shows_the_same(preview: bool) -> None:
    unknown = {"parameterGroupName"}  # until it is made
    for instance in cluster(preview).of(INSTANCE).values():
        expected = {key: value for key, value in SAME.items() if not (preview and key in unknown)}
        assert expected.items() <= instance.inputs.items()


def test_databases_are_in_the_subnets_given(preview: bool) -> None:
    group = cluster(preview).one("aws:rds/subnetGroup:SubnetGroup", "platform").inputs
    assert group["subnetIds"] == ["subnet-1", "subnet-2"]


def test_primary_and_replicas_share_their_parameters(preview: bool) -> None:
    group = cluster(preview).one("aws:rds/parameterGroup:ParameterGroup", "platform").inputs
    assert group["family"] == "postgres15"
    # One group for all: a replica with a lower max_connections than its primary would stop replaying.
    assert {"name": "max_connections", "value": "600", "applyMethod": "pending-reboot"} in group["parameters"]


def test_logs_go_to_groups_of_ours_that_are_there_first() -> None:
    recording = cluster(preview=False)
    groups = recording.of("aws:cloudwatch/logGroup:LogGroup")
    assert {name: item.inputs["name"] for name, item in groups.items()} == {
        "platform-postgresql": "/aws/rds/instance/platform-0a1b2c3/postgresql",
        "platform-upgrade": "/aws/rds/instance/platform-0a1b2c3/upgrade",
        "platform-replica-1-postgresql": "/aws/rds/instance/platform-0a1b2c3-replica-1/postgresql",
        "platform-replica-2-postgresql": "/aws/rds/instance/platform-0a1b2c3-replica-2/postgresql",
    }
    for name, group in groups.items():
        assert (group.inputs["retentionInDays"], group.inputs["kmsKeyId"]) == (14, "arn:key")
        instance = recording.one(INSTANCE, name.rsplit("-", 1)[0])
        assert group.urn in instance.dependencies
        assert group.inputs["name"].split("/")[4] == instance.inputs["identifier"]


def test_the_password_is_a_secret_whatever_the_caller_passes(preview: bool) -> None:
    primary, _ = instances(cluster(preview))
    assert primary.secrets == {"password"}


def test_a_protected_store_refuses_deletion_and_leaves_a_snapshot() -> None:
    primary, replicas = instances(cluster(preview=False, protected=True))
    assert primary.protect
    assert primary.inputs["deletionProtection"] is True
    assert primary.inputs["skipFinalSnapshot"] is primary.inputs["deleteAutomatedBackups"] is False
    assert primary.inputs["finalSnapshotIdentifier"] == "platform-0a1b2c3-final"
    for replica in replicas:
        assert not replica.protect
        assert replica.inputs["skipFinalSnapshot"] is True


def test_an_unprotected_one_can_be_taken_down(preview: bool) -> None:
    primary, _ = instances(cluster(preview, protected=False))
    assert not primary.protect
    assert primary.inputs["deletionProtection"] is False
    assert primary.inputs["skipFinalSnapshot"] is primary.inputs["deleteAutomatedBackups"] is True


def test_the_caller_can_protect_what_the_phase_does_not(preview: bool) -> None:
    args = PostgresClusterArgs(
        size=PostgresSize.model_validate({**VALUES, "protected": False}),
        holds=("platform",),
        phase="phase2",
        database="platform",
        subnet_ids=[],
        security_group_ids=[],
        username="app_admin",
        password="plain",
        kms_key_arn="arn:key",
    )
    opts = pulumi.ResourceOptions(protect=True)
    recording = record(lambda: PostgresCluster("platform", args, opts), preview=preview)
    assert recording.one(INSTANCE, "platform").protect
