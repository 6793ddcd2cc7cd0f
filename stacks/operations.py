"""Who hears of what: alerts, alarms on everything that keeps state, one dashboard, the budget, copies."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.operations.alarm_profile import AlarmProfile, AlarmProfileArgs
from components.operations.alerts import Alerts, AlertsArgs
from components.operations.backup_plan import BackupPlan, BackupPlanArgs
from components.operations.budget import Budget, BudgetArgs
from components.operations.dashboard import Dashboard, DashboardArgs
from components.operations.rule import Watched
from components.operations.tables.backups import VAULT
from components.security.encryption_key import EncryptionKey, EncryptionKeyArgs
from stacks.backlog import watched_jobs
from stacks.brokers import Broker
from stacks.caches import Cache
from stacks.databases import Database
from stacks.edge import Edge
from stacks.ground import Ground
from stacks.kubernetes_cluster import KubernetesCluster
from stacks.lookups import secret_value
from stacks.phase_spec import PhaseSpec
from stacks.search import Search
from stacks.watching import (
    CDN_REGION,
    watched_brokers,
    watched_caches,
    watched_cluster,
    watched_databases,
    watched_edge,
    watched_network,
    watched_search,
)


@dataclass(frozen=True, kw_only=True)
class Operations:
    """Where alerts go, what shows the platform, and where copies are."""

    alerts_topic_arn: pulumi.Output[str]
    dashboard: str
    backup_vault: pulumi.Output[str]


def compose_operations(
    name: str,
    phase: PhaseSpec,
    ground: Ground,
    *,
    cluster: KubernetesCluster,
    databases: Mapping[str, Database],
    caches: Mapping[str, Cache],
    brokers: Mapping[str, Broker],
    search: Mapping[str, Search],
    edge: Edge,
) -> Operations:
    """Declare it for the parts that there are."""
    installation, size = ground.installation, phase.operations
    home, *others = dict.fromkeys([installation.region, *([CDN_REGION] if edge.delivery else [])])
    topics = {home: _alerts("alerts", home, ground.key.arn, ground)}
    for region in others:
        key = EncryptionKey(
            f"alerts-{region}",
            EncryptionKeyArgs(account_id=ground.account_id, region=region, protected=False),
            ground.on_aws,
        )
        topics[region] = _alerts(f"alerts-{region}", region, key.arn, ground)
    backups = BackupPlan(
        "backups",
        BackupPlanArgs(
            keep_days=size.backup_copies_days,
            resource_arns={database: _arn(part, ground) for database, part in databases.items()},
            kms_key_arn=ground.key.arn,
            protected=any(part.size.protected for part in databases.values()),
        ),
        ground.on_aws,
    )
    Budget(name, BudgetArgs(monthly_usd=size.monthly_budget_usd, topic_arn=topics[home]), ground.on_aws)
    things = [
        *watched_databases(databases),
        *watched_caches(caches, size.cache_hit_rate_percent),
        *watched_brokers(brokers),
        *watched_jobs(phase, brokers),
        *watched_search(search, ground.account_id),
        *watched_cluster(cluster),
        *watched_network(ground.network),
        *watched_edge(edge),
        Watched(name="backups", table=VAULT, dimensions={"BackupVaultName": backups.vault_name}),
    ]
    for thing in things:
        AlarmProfile(
            thing.name,
            AlarmProfileArgs(
                watched=thing, topic_arn=topics[thing.region or home], runbooks_url=installation.runbooks_url
            ),
            ground.on_aws,
        )
    Dashboard(name, DashboardArgs(watched=things, region=installation.region), ground.on_aws)
    return Operations(alerts_topic_arn=topics[home], dashboard=name, backup_vault=backups.vault_name)


def _arn(part: Database, ground: Ground) -> pulumi.Output[str]:
    region, account_id = ground.installation.region, ground.account_id
    return pulumi.Output.format("arn:aws:rds:{0}:{1}:db:{2}", region, account_id, part.cluster.identifier)


def _alerts(name: str, region: str, key_arn: pulumi.Output[str], ground: Ground) -> pulumi.Output[str]:
    args = AlertsArgs(
        account_id=ground.account_id,
        region=region,
        kms_key_arn=key_arn,
        pagerduty_key=secret_value(ground.installation.pagerduty_secret, ground.asking),
    )
    return Alerts(name, args, ground.on_aws).topic_arn
