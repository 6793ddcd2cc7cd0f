"""What the platform tells people and tools: the outputs of a stack."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

import pulumi

from stacks.databases import Database


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
    alerts_topic_arn: pulumi.Output[str]
    dashboard: str
    backup_vault: pulumi.Output[str]
    databases: Mapping[str, DatabaseOutputs]
    datasets: Mapping[str, str]


def export(outputs: PlatformOutputs) -> None:
    """Make them the stack's outputs."""
    for field in fields(outputs):
        pulumi.export(field.name, _plain(getattr(outputs, field.name)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    return value


def database_outputs(part: Database) -> DatabaseOutputs:
    """Return what is told of a database."""
    return DatabaseOutputs(
        endpoint=part.cluster.endpoint,
        reader_endpoints=part.cluster.reader_endpoints,
        database=part.database,
        secret_arn=part.secret.arn,
    )
