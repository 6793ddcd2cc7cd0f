"""How each number is read: from the facts of a platform, and by which call they come from a deployed one."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.diagrams.facts import Facts, WebService, Workers


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`how` is the call and the fields of its answer."""

    how: str
    of: Callable[[Facts], object]


DATABASES = Reading(
    how="rds describe_db_instances: those without ReadReplicaSourceDBInstanceIdentifier",
    of=lambda facts: len(facts.databases),
)


WEB_SERVICES = Reading(
    how="apps/v1 list deployments: names of those of component web", of=lambda facts: set(facts.web_services)
)


def instance_class(name: str) -> Reading:
    """Return the class of a database's primary."""
    return Reading(
        how="rds describe_db_instances: DBInstanceClass",
        of=lambda facts: facts.databases[name].instance_class,
    )


def replicas(name: str) -> Reading:
    """Return how many replicas a database has."""
    return Reading(
        how="rds describe_db_instances: those with ReadReplicaSourceDBInstanceIdentifier",
        of=lambda facts: len(facts.databases[name].replica_classes),
    )


def replica_classes(name: str) -> Reading:
    """Return the set of the classes of a database's replicas."""
    return Reading(
        how="rds describe_db_instances: DBInstanceClass of those with ReadReplicaSourceDBInstanceIdentifier",
        of=lambda facts: set(facts.databases[name].replica_classes),
    )


def engine(name: str) -> Reading:
    """Return a database's engine and its major version."""
    return Reading(
        how="rds describe_db_instances: Engine, EngineVersion",
        of=lambda facts: f"{facts.databases[name].engine} {facts.databases[name].version}",
    )


def storage_gib(name: str) -> Reading:
    """Return a database's storage."""
    return Reading(
        how="rds describe_db_instances: AllocatedStorage", of=lambda facts: facts.databases[name].storage_gib
    )


def multi_az(name: str) -> Reading:
    """Return whether a database has a standby."""
    return Reading(how="rds describe_db_instances: MultiAZ", of=lambda facts: facts.databases[name].multi_az)


def daily_backups(name: str) -> Reading:
    """Return whether a database is backed up every day."""
    return Reading(
        how="rds describe_db_instances: BackupRetentionPeriod above 0",
        of=lambda facts: facts.databases[name].daily_backups,
    )


MONTHLY_BUDGET = Reading(
    how="budgets describe_budgets: BudgetLimit.Amount",
    of=lambda facts: facts.budgets["softfactory"].monthly_usd,
)
REPLICA_LAG_LIMITS = Reading(
    how="cloudwatch describe_alarms: Threshold of those on ReplicaLag",
    of=lambda facts: {
        alarm.limit for name, alarm in facts.alarms.items() if re.search(r"-replica-\d+-lag$", name)
    },
)
HIT_RATE_LIMITS = Reading(
    how="cloudwatch describe_alarms: Threshold of those on CacheHits and CacheMisses",
    of=lambda facts: {alarm.limit for name, alarm in facts.alarms.items() if name.endswith("-hit-rate")},
)
EVERY_ALARM_PAGES = Reading(
    how="sns list_subscriptions: Endpoint of the topics in AlarmActions",
    of=lambda facts: bool(facts.alarms) and all(alarm.pages for alarm in facts.alarms.values()),
)


def cache_engine(name: str) -> Reading:
    """Return the engine of a Redis group and its major version."""
    return Reading(
        how="elasticache describe_cache_clusters: Engine, EngineVersion of the first member",
        of=lambda facts: facts.caches[name].engine,
    )


def node_holds_gb(name: str, least: float, most: float) -> Reading:
    """Return whether a node of a Redis group has room for so much data."""
    return Reading(
        how="elasticache describe_replication_groups: CacheNodeType, less what is reserved",
        of=lambda facts: least <= facts.caches[name].usable_gb / facts.caches[name].shards <= most,
    )


def holds_gb(name: str, least: float) -> Reading:
    """Return whether a Redis group has room for so much data."""
    return Reading(
        how="elasticache describe_replication_groups: CacheNodeType, NodeGroups, less what is reserved",
        of=lambda facts: least <= facts.caches[name].usable_gb,
    )


def cache_nodes(name: str) -> Reading:
    """Return how many primaries and how many replicas a Redis group has."""
    return Reading(
        how="elasticache describe_replication_groups: NodeGroups, MemberClusters",
        of=lambda facts: (facts.caches[name].shards, facts.caches[name].replicas),
    )


def eviction_policy(name: str) -> Reading:
    """Return what a Redis group does when its memory is full."""
    return Reading(
        how="elasticache describe_cache_parameters: maxmemory-policy",
        of=lambda facts: facts.caches[name].eviction_policy,
    )


def daily_snapshots(name: str) -> Reading:
    """Return whether a snapshot of a Redis group is taken every day."""
    return Reading(
        how="elasticache describe_replication_groups: SnapshotRetentionLimit above 0",
        of=lambda facts: facts.caches[name].daily_snapshots,
    )


def broker_engine(name: str) -> Reading:
    """Return the engine of a broker."""
    return Reading(how="mq describe_broker: EngineType", of=lambda facts: facts.brokers[name].engine)


def search_engine(name: str) -> Reading:
    """Return the engine of a search domain."""
    return Reading(
        how="opensearch describe_domain: EngineVersion", of=lambda facts: facts.search_domains[name].engine
    )


CDN_KEEPS_SECONDS = Reading(
    how="cloudfront get_cache_policy_config: MinTTL, MaxTTL of the default behaviour's policy",
    of=lambda facts: (facts.cdns["edge"].min_seconds, facts.cdns["edge"].max_seconds),
)
CDN_ENCODINGS = Reading(
    how="cloudfront get_cache_policy_config: EnableAcceptEncodingGzip, EnableAcceptEncodingBrotli",
    of=lambda facts: (facts.cdns["edge"].gzip, facts.cdns["edge"].brotli),
)
CDN_PLACES = Reading(
    how="cloudfront get_distribution_config: PriceClass", of=lambda facts: facts.cdns["edge"].price_class
)


def web(field: str, name: str, fact: Callable[[WebService], object]) -> Reading:
    """Return a fact of a web service, which is in that field of its Deployment."""
    return Reading(how=f"apps/v1 list deployments: {field}", of=lambda facts: fact(facts.web_services[name]))


def workers(field: str, name: str, fact: Callable[[Workers], object]) -> Reading:
    """Return a fact of a group of workers, which is in that field of its Deployment."""
    return Reading(how=f"apps/v1 list deployments: {field}", of=lambda facts: fact(facts.workers[name]))


WORKERS = Reading(
    how="apps/v1 list deployments: those of component worker", of=lambda facts: set(facts.workers)
)

SERVICES_WITH_A_DATABASE = Reading(
    how="apps/v1 list deployments: those of component web that a database is named after",
    of=lambda facts: len(facts.web_services.keys() & facts.databases.keys()),
)


def every_web(field: str, fact: Callable[[WebService], object]) -> Reading:
    """Return the set of what is in that field of the Deployments of all web services."""
    return Reading(
        how=f"apps/v1 list deployments: {field}",
        of=lambda facts: {fact(service) for service in facts.web_services.values()},
    )
