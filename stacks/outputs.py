"""What the platform tells people and tools: the outputs of a stack."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pulumi


@dataclass(frozen=True, kw_only=True)
class DatabaseOutputs:
    """Host names of the primary and the replicas, the database's name, and the secret of its master user."""

    endpoint: pulumi.Output[str]
    reader_endpoints: list[pulumi.Output[str]]
    database: str
    secret_arn: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class PlatformOutputs:
    """The outputs, under these names; none is a secret."""

    region: str
    vpc_id: pulumi.Output[str]
    egress_ip: pulumi.Output[str]
    cluster_name: pulumi.Output[str]
    kubeconfig: pulumi.Output[str]
    namespace: pulumi.Output[str]
    web_services: list[str]
    databases: Mapping[str, DatabaseOutputs]


def export(outputs: PlatformOutputs) -> None:
    """Make them the stack's outputs."""
    for field in fields(outputs):
        value = getattr(outputs, field.name)
        if field.name == "databases":
            value = {
                name: {part.name: getattr(database, part.name) for part in fields(database)}
                for name, database in value.items()
            }
        pulumi.export(field.name, value)
