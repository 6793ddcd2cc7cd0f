"""The cluster of the bill of materials, ready to take workloads."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.cluster.addons import FOR_NODES, ON_NODES, Addons, AddonsArgs
from components.cluster.cluster_access import ClusterAccess, ClusterAccessArgs
from components.cluster.eks_cluster import EksCluster, EksClusterArgs
from components.cluster.kubeconfig import kubeconfig
from components.cluster.node_group import NodeGroup, NodeGroupArgs
from stacks.ground import Ground
from stacks.phase_spec import PhaseSpec


@dataclass(frozen=True, kw_only=True)
class KubernetesCluster:
    """A cluster that takes workloads; `on_kubernetes` are the options of parts on it.

    `autoscaling_group_names` are those of its nodes, by node group.
    """

    name: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    autoscaling_group_names: Mapping[str, pulumi.Output[str]]
    kubeconfig: pulumi.Output[str]
    on_kubernetes: pulumi.ResourceOptions


def compose_cluster(name: str, phase: PhaseSpec, ground: Ground, deployer_arn: str) -> KubernetesCluster:
    """Declare the cluster, administered by the deployer and whom the installation names."""
    installation, network = ground.installation, ground.network
    cluster = EksCluster(
        name,
        EksClusterArgs(
            size=phase.cluster,
            subnet_ids=network.private_subnet_ids,
            public_cidrs=installation.cluster_public_cidrs,
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    access = ClusterAccess(
        name,
        ClusterAccessArgs(
            cluster_name=cluster.name, admin_arns=sorted({deployer_arn, *installation.cluster_admin_arns})
        ),
        ground.on_aws,
    )
    for_nodes = Addons(
        "for-nodes", AddonsArgs(cluster_name=cluster.name, addon_names=FOR_NODES), ground.on_aws
    )
    groups = {
        group: NodeGroup(
            group,
            NodeGroupArgs(
                size=size,
                cluster_name=for_nodes.cluster_name,
                kubernetes_version=cluster.version,
                subnet_ids=network.private_subnet_ids,
                kms_key_arn=ground.key.arn,
                # Without the phase: a new tag is a new template, and a new template replaces every node.
                tags=installation.tags(),
            ),
            ground.on_aws,
        )
        for group, size in phase.node_groups.items()
    }
    with_nodes = pulumi.Output.all(*(group.cluster_name for group in groups.values()))
    on_nodes = Addons(
        "on-nodes",
        AddonsArgs(cluster_name=with_nodes.apply(lambda names: str(names[0])), addon_names=ON_NODES),
        ground.on_aws,
    )
    config = pulumi.Output.all(cluster.name, cluster.endpoint, cluster.certificate_authority).apply(
        lambda parts: kubeconfig(
            name=str(parts[0]),
            region=installation.region,
            endpoint=str(parts[1]),
            certificate_authority=str(parts[2]),
        )
    )
    provider = kubernetes.Provider(
        "kubernetes",
        kubeconfig=config,
        cluster_identifier=cluster.arn,
        # Also in the other direction: workloads go before the nodes, and before the right to delete them.
        opts=pulumi.ResourceOptions(depends_on=[access, *groups.values(), on_nodes]),
    )
    return KubernetesCluster(
        name=cluster.name,
        security_group_id=cluster.security_group_id,
        autoscaling_group_names={name: group.autoscaling_group_name for name, group in groups.items()},
        kubeconfig=config,
        on_kubernetes=pulumi.ResourceOptions(provider=provider),
    )
