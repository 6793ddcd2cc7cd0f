from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.data.postgres_cluster import PostgresCluster, PostgresClusterArgs, PostgresSize
from tests.recording import Recorded, Recording, record

INSTANCE = "aws:rds/instance:Instance"
VALUES: dict[str, Any] = {
    "instance_class": "db.t3.large",
    "storage_gib": 50,
    "max_connections": 600,
    "multi_az": False,
    "backup_days": 7,
    "replicas": 2,
    "replica_instance_class": "db.t4g.medium",
    "protected": True,
}


def cluster(preview: bool, **values: object) -> Recording:
    args = PostgresClusterArgs(
        size=PostgresSize.model_validate({**VALUES, **values}),
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
        *((INSTANCE, f"platform-replica-{number}") for number in range(1, replicas + 1)),
    }


def test_one_more_replica_leaves_the_others_as_they_are() -> None:
    before = {item.urn: item.inputs for item in cluster(preview=False, replicas=1).resources}
    after = {item.urn: item.inputs for item in cluster(preview=False, replicas=2).resources}
    assert {urn: after[urn] for urn in before} == before
    assert [urn.rsplit("::", 1)[1] for urn in after.keys() - before] == ["platform-replica-2"]


def test_the_primary_has_the_size_of_the_phase(preview: bool) -> None:
    primary, _ = instances(cluster(preview))
    assert primary.inputs["instanceClass"] == "db.t3.large"
    assert primary.inputs["allocatedStorage"] == 50
    assert primary.inputs["maxAllocatedStorage"] == 100
    assert primary.inputs["multiAz"] is False
    assert primary.inputs["backupRetentionPeriod"] == 7
    assert (primary.inputs["engine"], primary.inputs["engineVersion"]) == ("postgres", "15")


def test_replicas_have_a_class_of_their_own_and_follow_the_primary() -> None:
    _, replicas = instances(cluster(preview=False))
    for replica in replicas:
        assert replica.inputs["instanceClass"] == "db.t4g.medium"
        assert replica.inputs["replicateSourceDb"] == "platform-0a1b2c3"
        # What RDS refuses, or takes from the primary.
        assert (
            not {"engine", "engineVersion", "dbName", "username", "password", "allocatedStorage"}
            & replica.inputs.keys()
        )


def test_every_instance_is_encrypted_private_and_speaks_tls_only(preview: bool) -> None:
    recording = cluster(preview)
    primary, replicas = instances(recording)
    for instance in (primary, *replicas):
        assert instance.inputs["storageEncrypted"] is True
        assert instance.inputs["kmsKeyId"] == "arn:key"
        assert instance.inputs["storageType"] == "gp3"
        assert instance.inputs["publiclyAccessible"] is False
        assert instance.inputs["vpcSecurityGroupIds"] == ["sg-1"]
        assert instance.inputs["applyImmediately"] is True
        if not preview:
            assert instance.inputs["parameterGroupName"] == "platform-0a1b2c3"
    assert recording.one("aws:rds/subnetGroup:SubnetGroup", "platform").inputs["subnetIds"] == [
        "subnet-1",
        "subnet-2",
    ]


def test_the_parameters_are_explicit(preview: bool) -> None:
    group = cluster(preview).one("aws:rds/parameterGroup:ParameterGroup", "platform").inputs
    assert group["family"] == "postgres15"
    assert {item["name"]: (item["value"], item["applyMethod"]) for item in group["parameters"]} == {
        "rds.force_ssl": ("1", "immediate"),
        "rds.logical_replication": ("1", "pending-reboot"),
        "max_connections": ("600", "pending-reboot"),
    }


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


def test_aws_does_not_bill_extended_support(preview: bool) -> None:
    primary, _ = instances(cluster(preview))
    assert primary.inputs["engineLifecycleSupport"] == "open-source-rds-extended-support-disabled"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"backup_days": 0}, "backup_days: got 0; allowed: 1 to 35 with 2 replicas"),
        (
            {"replica_instance_class": None},
            "replica_instance_class: got nothing; allowed: a class with 2 replicas",
        ),
        ({"replicas": 0}, "replica_instance_class: got db.t4g.medium; allowed: no such key with 0 replicas"),
        ({"instance_class": "t3.large"}, "instance_class"),
        ({"storage_gib": 19}, "storage_gib"),
        ({"replicas": 16}, "replicas"),
    ],
)
def test_a_size_that_rds_would_refuse_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        PostgresSize.model_validate({**VALUES, **values})
