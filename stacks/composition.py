"""The one bill of materials: every part of the platform, wired together, in the sizes of the phase."""

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.cluster.addons import FOR_NODES, ON_NODES, Addons, AddonsArgs
from components.cluster.cluster_access import ClusterAccess, ClusterAccessArgs
from components.cluster.eks_cluster import EksCluster, EksClusterArgs
from components.cluster.kubeconfig import kubeconfig
from components.cluster.node_group import NodeGroup, NodeGroupArgs
from components.data.database_secret import DatabaseSecret, DatabaseSecretArgs
from components.data.postgres_cluster import PORT, PostgresCluster, PostgresClusterArgs
from components.network.cidr_plan import plan
from components.network.network import Network, NetworkArgs
from components.security.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from components.workloads.namespace import Namespace, NamespaceArgs
from components.workloads.web_service import WebService, WebServiceArgs
from stacks.charts import chart
from stacks.installation import Installation
from stacks.lookups import caller, nat_image, random_password
from stacks.outputs import DatabaseOutputs, PlatformOutputs
from stacks.phase_spec import PhaseSpec

# People type the cluster's name, and an account and region hold one platform.
PLATFORM = "softfactory"


def compose(phase: PhaseSpec, installation: Installation) -> PlatformOutputs:
    """Declare the whole platform and return its outputs."""
    provider = aws.Provider(
        "aws",
        region=installation.region,
        default_tags={"tags": {**installation.tags(), "phase": pulumi.get_stack()}},
    )
    on_aws, asking = pulumi.ResourceOptions(provider=provider), pulumi.InvokeOptions(provider=provider)
    who = caller(asking)

    key = EncryptionKey(
        "stores",
        EncryptionKeyArgs(
            account_id=who.account_id,
            region=installation.region,
            protected=any(size.protected for size in phase.databases.values()),
        ),
        on_aws,
    )
    network = Network(
        "network",
        NetworkArgs(
            size=phase.network,
            plan=plan(installation.vpc_cidr),
            region=installation.region,
            zone_ids=installation.availability_zone_ids,
            ami_id=nat_image(asking),
            kms_key_arn=key.arn,
        ),
        on_aws,
    )
    cluster = EksCluster(
        PLATFORM,
        EksClusterArgs(
            size=phase.cluster,
            subnet_ids=network.private_subnet_ids,
            public_cidrs=installation.cluster_public_cidrs,
            kms_key_arn=key.arn,
        ),
        on_aws,
    )
    on_kubernetes = _nodes_and_access(phase, installation, network, key, cluster, who.principal_arn, on_aws)

    access = StoreSecurityGroup(
        "databases",
        StoreSecurityGroupArgs(
            vpc_id=network.vpc_id,
            description="PostgreSQL from the nodes and pods of the cluster",
            port=PORT,
            clients={"cluster": cluster.security_group_id},
        ),
        on_aws,
    )
    databases = {
        name: _database(name, phase, network, key, access, random_password(asking), on_aws)
        for name in phase.databases
    }

    namespace = Namespace(PLATFORM, NamespaceArgs(chart=chart("namespace")), on_kubernetes)
    for name, size in phase.web_services.items():
        WebService(
            name,
            WebServiceArgs(
                size=size,
                chart=chart("web"),
                namespace=namespace.name,
                image=installation.image.name,
                command=installation.image.web_command,
            ),
            on_kubernetes,
        )

    return PlatformOutputs(
        region=installation.region,
        vpc_id=network.vpc_id,
        egress_ip=network.egress_ip,
        cluster_name=cluster.name,
        kubeconfig=_kubeconfig(cluster, installation.region),
        namespace=namespace.name,
        web_services=sorted(phase.web_services),
        databases=databases,
    )


def _nodes_and_access(
    phase: PhaseSpec,
    installation: Installation,
    network: Network,
    key: EncryptionKey,
    cluster: EksCluster,
    deployer_arn: str,
    opts: pulumi.ResourceOptions,
) -> pulumi.ResourceOptions:
    """Make a cluster that takes workloads, and return the options of resources on it."""
    access = ClusterAccess(
        PLATFORM,
        ClusterAccessArgs(
            cluster_name=cluster.name, admin_arns=sorted({deployer_arn, *installation.cluster_admin_arns})
        ),
        opts,
    )
    for_nodes = Addons("for-nodes", AddonsArgs(cluster_name=cluster.name, addon_names=FOR_NODES), opts)
    groups = [
        NodeGroup(
            name,
            NodeGroupArgs(
                size=size,
                cluster_name=for_nodes.cluster_name,
                kubernetes_version=cluster.version,
                subnet_ids=network.private_subnet_ids,
                kms_key_arn=key.arn,
                # Without the phase: a new tag is a new template, and a new template replaces every node.
                tags=installation.tags(),
            ),
            opts,
        )
        for name, size in phase.node_groups.items()
    ]
    with_nodes = pulumi.Output.all(*(group.cluster_name for group in groups)).apply(
        lambda names: str(names[0])
    )
    on_nodes = Addons("on-nodes", AddonsArgs(cluster_name=with_nodes, addon_names=ON_NODES), opts)
    provider = kubernetes.Provider(
        "kubernetes",
        kubeconfig=_kubeconfig(cluster, installation.region),
        cluster_identifier=cluster.arn,
        # So also the other way round: workloads go before the nodes, and before the right to delete them.
        opts=pulumi.ResourceOptions(depends_on=[access, *groups, on_nodes]),
    )
    return pulumi.ResourceOptions(provider=provider)


def _database(
    name: str,
    phase: PhaseSpec,
    network: Network,
    key: EncryptionKey,
    access: StoreSecurityGroup,
    password: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
) -> DatabaseOutputs:
    size, database = phase.databases[name], name.replace("-", "_")
    secret = DatabaseSecret(
        name, DatabaseSecretArgs(password=password, kms_key_arn=key.arn, protected=size.protected), opts
    )
    cluster = PostgresCluster(
        name,
        PostgresClusterArgs(
            size=size,
            database=database,
            subnet_ids=network.data_subnet_ids,
            security_group_ids=[access.group_id],
            username=secret.username,
            password=secret.password,
            kms_key_arn=key.arn,
        ),
        opts,
    )
    return DatabaseOutputs(
        endpoint=cluster.endpoint,
        reader_endpoints=cluster.reader_endpoints,
        database=database,
        secret_arn=secret.arn,
    )


def _kubeconfig(cluster: EksCluster, region: str) -> pulumi.Output[str]:
    return pulumi.Output.all(cluster.name, cluster.endpoint, cluster.certificate_authority).apply(
        lambda parts: kubeconfig(
            name=str(parts[0]), region=region, endpoint=str(parts[1]), certificate_authority=str(parts[2])
        )
    )
