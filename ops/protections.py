"""Deletion protection: which resources of a stack have it, and the call that takes it off on AWS."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Deletion protection of one resource type: its input, and the call that clears it.

    `identifier` is the property of the resource that the call takes as `parameter`.
    """

    flag: str
    service: str
    operation: str
    parameter: str
    identifier: str
    clear: Mapping[str, Any] = field(default_factory=dict)


_OFF = {"DeletionProtection": False, "ApplyImmediately": True}
FLAGS: dict[str, Flag] = {
    "aws:rds/instance:Instance": Flag(
        flag="deletionProtection",
        service="rds",
        operation="modify_db_instance",
        parameter="DBInstanceIdentifier",
        identifier="identifier",
        clear=_OFF,
    ),
    "aws:rds/cluster:Cluster": Flag(
        flag="deletionProtection",
        service="rds",
        operation="modify_db_cluster",
        parameter="DBClusterIdentifier",
        identifier="clusterIdentifier",
        clear=_OFF,
    ),
    "aws:dynamodb/table:Table": Flag(
        flag="deletionProtectionEnabled",
        service="dynamodb",
        operation="update_table",
        parameter="TableName",
        identifier="name",
        clear={"DeletionProtectionEnabled": False},
    ),
    "aws:eks/cluster:Cluster": Flag(
        flag="deletionProtection",
        service="eks",
        operation="update_cluster_config",
        parameter="name",
        identifier="name",
        clear={"deletionProtection": False},
    ),
    "aws:lb/loadBalancer:LoadBalancer": Flag(
        flag="enableDeletionProtection",
        service="elbv2",
        operation="modify_load_balancer_attributes",
        parameter="LoadBalancerArn",
        identifier="arn",
        clear={"Attributes": [{"Key": "deletion_protection.enabled", "Value": "false"}]},
    ),
    "aws:ec2/instance:Instance": Flag(
        flag="disableApiTermination",
        service="ec2",
        operation="modify_instance_attribute",
        parameter="InstanceId",
        identifier="id",
        clear={"DisableApiTermination": {"Value": False}},
    ),
}


@dataclass(frozen=True)
class Store:
    """A resource that is protected in Pulumi's state, on AWS, or in both. `flag` is None if not on AWS."""

    urn: str
    type: str
    name: str
    id: str
    protected: bool
    flag: Flag | None = None
    identifier: str = ""

    def __str__(self) -> str:
        return f"{self.type} {self.name} ({self.id})"


def stores(resources: Sequence[Mapping[str, Any]]) -> Iterator[Store]:
    """The protected resources among those of a state, in the state's order."""
    for resource in resources:
        if not resource.get("custom"):
            continue
        flag = FLAGS.get(resource["type"])
        values = {**(resource.get("outputs") or {}), "id": resource.get("id", "")}
        guarded = flag if flag and values.get(flag.flag) is True else None
        if resource.get("protect") or guarded:
            yield Store(
                urn=resource["urn"],
                type=resource["type"],
                name=resource["urn"].rpartition("::")[2],
                id=str(resource.get("id", "")),
                protected=bool(resource.get("protect")),
                flag=guarded,
                identifier=str(values[guarded.identifier]) if guarded else "",
            )


# What AWS keeps after a deletion: the input that asks for it, and the words for it and the resource.
_REMAINS: dict[str, tuple[str, str]] = {
    "aws:rds/instance:Instance": (
        "finalSnapshotIdentifier",
        "final snapshot {} of {}, until somebody deletes it",
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "finalSnapshotIdentifier",
        "final snapshot {} of {}, until somebody deletes it",
    ),
    "aws:secretsmanager/secret:Secret": (
        "recoveryWindowInDays",
        "for {} days secret {}, which can be restored",
    ),
    "aws:kms/key:Key": ("deletionWindowInDays", "for {} days key {}, whose deletion can be cancelled"),
}


def remains(resources: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What stays on AWS when the resources of a state are destroyed, one phrase each."""
    for resource in resources:
        inputs = resource.get("inputs") or {}
        key, words = _REMAINS.get(resource["type"], ("", ""))
        if inputs.get(key) and not inputs.get("skipFinalSnapshot"):
            yield words.format(inputs[key], resource["urn"].rpartition("::")[2])
