"""The cluster of the bill of materials, ready to take workloads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.cluster.addons import FOR_NODES, ON_NODES, Addons, AddonsArgs
from components.cluster.cluster_access import ClusterAccess, ClusterAccessArgs
from components.cluster.eks_cluster import KUBERNETES_VERSION, EksCluster, EksClusterArgs
from components.cluster.kubeconfig import kubeconfig
from components.cluster.node_group import NodeGroup, NodeGroupArgs
from components.cluster.pod_identity import PodIdentity, PodIdentityArgs
from components.cluster.storage_class import StorageClass, StorageClassArgs
from stacks.ground import Ground
from stacks.lookups import addon_version
from stacks.phase_spec import PhaseSpec

# The driver's own names; its rights are AWS's to keep, as its versions are.
EBS_SERVICE_ACCOUNT = "ebs-csi-controller-sa"
EBS_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
# Workloads name it in their claims.
STORAGE_CLASS = "gp3"


@dataclass(frozen=True, kw_only=True)
class KubernetesCluster:
    """A cluster that takes workloads; `on_kubernetes` are the options of parts on it.

    `autoscaling_group_names` are those of its nodes, by node group; `storage_class` is that of its disks,
    known once a claim can name it.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    autoscaling_group_names: Mapping[str, pulumi.Output[str]]
    kubeconfig: pulumi.Output[str]
    storage_class: pulumi.Output[str]
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

    def addons(part: str, names: Sequence[str], cluster_name: pulumi.Output[str]) -> Addons:
        versions = {addon: addon_version(addon, KUBERNETES_VERSION, ground.asking) for addon in names}
        args = AddonsArgs(
            cluster_name=cluster_name, versions=versions, replicas=phase.cluster.add_on_replicas
        )
        return Addons(part, args, ground.on_aws)

    for_nodes = addons("for-nodes", FOR_NODES, cluster.name)
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
    disks = PodIdentity(
        "ebs-csi-driver",
        PodIdentityArgs(
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            namespace="kube-system",
            service_account=EBS_SERVICE_ACCOUNT,
            policy=ground.key.arn.apply(_disks_encrypted_with),
            policy_arns=[EBS_POLICY],
        ),
        ground.on_aws,
    )
    usable = pulumi.Output.all(*(group.cluster_name for group in groups.values()), disks.service_account)
    on_nodes = addons("on-nodes", ON_NODES, usable.apply(lambda names: str(names[0])))
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
    on_kubernetes = pulumi.ResourceOptions(provider=provider)
    storage = StorageClass(
        STORAGE_CLASS, StorageClassArgs(kms_key_arn=ground.key.arn, tags=installation.tags()), on_kubernetes
    )
    return KubernetesCluster(
        name=cluster.name,
        arn=cluster.arn,
        security_group_id=cluster.security_group_id,
        autoscaling_group_names={name: group.autoscaling_group_name for name, group in groups.items()},
        kubeconfig=config,
        storage_class=storage.class_name,
        on_kubernetes=on_kubernetes,
    )


def _disks_encrypted_with(key_arn: str) -> str:
    """Return what AWS's own policy of the driver leaves out: that it knows no key of ours."""
    # https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html
    use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    grants = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
    for_aws = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    statements = [
        {"Effect": "Allow", "Action": use, "Resource": key_arn},
        {"Effect": "Allow", "Action": grants, "Resource": key_arn, "Condition": for_aws},
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
