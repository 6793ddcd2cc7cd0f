"""The one bill of materials: every part of the platform, wired together, in the sizes of the phase."""

import pulumi
import pulumi_aws as aws

from components.data.postgres_cluster import PORT
from components.network.cidr_plan import plan
from components.network.network import Network, NetworkArgs
from components.security.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.workloads.namespace import Namespace, NamespaceArgs
from components.workloads.pod import DATABASE_CA
from stacks.app_keys import compose_app_keys
from stacks.backing import stores
from stacks.backlog import compose_backlog_reports
from stacks.brokers import compose_brokers
from stacks.caches import compose_caches
from stacks.call_graph import CallGraph
from stacks.certificates import certificates
from stacks.charts import chart
from stacks.databases import compose_databases
from stacks.demand import quota
from stacks.edge import compose_edge
from stacks.gateway import compose_entry
from stacks.ground import Ground
from stacks.installation import Installation
from stacks.kubernetes_cluster import compose_cluster
from stacks.lookups import caller, databases_there, image_reference
from stacks.monitoring import compose_monitoring
from stacks.operations import compose_operations
from stacks.outputs import PlatformOutputs, broker_outputs, cache_outputs, database_outputs, search_outputs
from stacks.phase_spec import PhaseSpec
from stacks.placement import serving
from stacks.placing import placed, refuse_if_made
from stacks.search import compose_search
from stacks.transition import Transition
from stacks.workloads import Platform, compose_workloads

# People type the cluster's name, and an account and region hold one platform.
PLATFORM = "softfactory"


def compose(
    phase: PhaseSpec, installation: Installation, transition: Transition | None = None
) -> PlatformOutputs:
    """Declare the whole platform and return its outputs. Raise Misplaced where data is elsewhere."""
    provider = aws.Provider("aws", region=installation.region, default_tags={"tags": installation.tags()})
    on_aws, asking = pulumi.ResourceOptions(provider=provider), pulumi.InvokeOptions(provider=provider)
    who = caller(asking)
    # Before anything is declared, and so made.
    there = databases_there(installation.tags()["project"], asking)
    placement, refusal = placed(phase.databases, there, transition)

    protected = any(size.protected for size in phase.stores())
    key = EncryptionKey(
        "stores",
        EncryptionKeyArgs(account_id=who.account_id, region=installation.region, protected=protected),
        on_aws,
    )
    refuse_if_made(refusal, key.arn)
    network = Network(
        "network",
        NetworkArgs(
            size=phase.network,
            plan=plan(installation.vpc_cidr),
            account_id=who.account_id,
            region=installation.region,
            zone_ids=installation.availability_zone_ids,
            kms_key_arn=key.arn,
            tags=installation.tags(),
        ),
        on_aws,
    )
    ground = Ground(
        account_id=who.account_id,
        installation=installation,
        network=network,
        key=key,
        on_aws=on_aws,
        asking=asking,
    )

    cluster = compose_cluster(PLATFORM, phase, ground, who.principal_arn)
    databases = compose_databases(phase.databases, placement, ground, cluster.security_group_id)
    caches = compose_caches(phase.caches, ground, cluster.security_group_id)
    brokers = compose_brokers(phase.brokers, ground, cluster.security_group_id)
    search = compose_search(phase.search_domains, ground, cluster.security_group_id)
    # The old way in is shut when all data has arrived, long after the records have ceased to lead there.
    edge = compose_edge(phase.edge, ground, cluster, both_ways=bool(placement.open))

    operations = compose_operations(
        PLATFORM,
        phase,
        ground,
        cluster=cluster,
        databases=databases,
        caches=caches,
        brokers=brokers,
        search=search,
        edge=edge,
    )

    namespace = Namespace(
        PLATFORM,
        NamespaceArgs(
            chart=chart("namespace"),
            priority_chart=chart("priority"),
            quota=quota(phase),
            certificates={DATABASE_CA: certificates(installation.database_ca_file, installation.region)},
        ),
        cluster.on_kubernetes,
    )
    kept = compose_app_keys("app", ground, protected=protected)
    backing = stores(caches, brokers, search, rotation=installation.database_logins, kept=kept)
    platform = Platform(
        phase=phase,
        installation=installation,
        graph=CallGraph(
            phase=phase,
            plan=plan(installation.vpc_cidr),
            outside=installation.outside,
            database_port=PORT,
            store_ports=backing.ports,
        ),
        used=serving(phase.databases, placement),
        stores=backing,
        namespace=namespace,
        image=image_reference(installation.image, asking),
        kept=kept,
        reports=compose_backlog_reports(phase, PLATFORM, cluster, ground),
        public_url=edge.url,
        on_kubernetes=cluster.on_kubernetes,
    )
    compose_monitoring(platform, ground, cluster.storage_class)
    compose_entry(platform, compose_workloads(platform, databases, brokers), caches, asking)

    return PlatformOutputs(
        region=installation.region,
        vpc_id=network.vpc_id,
        egress_ip=network.egress_ip,
        url=edge.url,
        distribution_id=edge.delivery.distribution_id if edge.delivery else None,
        assets_bucket=edge.delivery.assets_bucket if edge.delivery else None,
        cluster_name=cluster.name,
        kubeconfig=cluster.kubeconfig,
        namespace=namespace.name,
        web_services=sorted(phase.web_services),
        alerts_topic_arn=operations.alerts_topic_arn,
        dashboard=operations.dashboard,
        backup_vault=operations.backup_vault,
        databases={name: database_outputs(part) for name, part in databases.items()},
        caches={name: cache_outputs(part) for name, part in caches.items()},
        brokers={name: broker_outputs(part) for name, part in brokers.items()},
        search_domains={name: search_outputs(part) for name, part in search.items()},
        datasets=placement.holders,
    )
