"""What the platform tells people and tools: the outputs of a stack."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

import pulumi

from stacks.brokers import Broker
from stacks.caches import Cache
from stacks.databases import Database
from stacks.search import Search


@dataclass(frozen=True, kw_only=True)
class DatabaseOutputs:
    """Host names of the primary and the replicas, the database's name, and the secret of its master user."""

    endpoint: pulumi.Output[str]
    reader_endpoints: list[pulumi.Output[str]]
    database: str
    secret_arn: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class CacheOutputs:
    """Host names of a Redis group, and the secret of its one user."""

    endpoint: pulumi.Output[str]
    reader_endpoint: pulumi.Output[str]
    secret_arn: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class BrokerOutputs:
    """The URLs of a broker and of its console, and the secret of its first user."""

    endpoint: pulumi.Output[str]
    console_url: pulumi.Output[str]
    secret_arn: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class SearchOutputs:
    """Host name of a search domain, and the secret of its master user."""

    endpoint: pulumi.Output[str]
    secret_arn: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class PlatformOutputs:
    """The outputs, under these names; none is a secret."""

    region: str
    vpc_id: pulumi.Output[str]
    egress_ip: pulumi.Output[str]
    url: pulumi.Output[str]
    distribution_id: pulumi.Output[str] | None
    assets_bucket: pulumi.Output[str] | None
    cluster_name: pulumi.Output[str]
    kubeconfig: pulumi.Output[str]
    namespace: pulumi.Output[str]
    web_services: list[str]
    alerts_topic_arn: pulumi.Output[str]
    dashboard: str
    backup_vault: pulumi.Output[str]
    databases: Mapping[str, DatabaseOutputs]
    datasets: Mapping[str, str]
    caches: Mapping[str, CacheOutputs]
    brokers: Mapping[str, BrokerOutputs]
    search_domains: Mapping[str, SearchOutputs]


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


def cache_outputs(part: Cache) -> CacheOutputs:
    """Return what is told of a Redis group."""
    return CacheOutputs(
        endpoint=part.group.endpoint, reader_endpoint=part.group.reader_endpoint, secret_arn=part.secret.arn
    )


def broker_outputs(part: Broker) -> BrokerOutputs:
    """Return what is told of a broker."""
    return BrokerOutputs(
        endpoint=part.broker.endpoint, console_url=part.broker.console_url, secret_arn=part.secret.arn
    )


def search_outputs(part: Search) -> SearchOutputs:
    """Return what is told of a search domain."""
    return SearchOutputs(endpoint=part.domain.endpoint, secret_arn=part.secret.arn)
