"""EksCluster: the Kubernetes control plane, its role and its audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.log_retention import LogRetentionDays
from components.size import Size
from components.trust_policy import assumed_by

KUBERNETES_VERSION = "1.36"
# Cannot change later, and must overlap neither the VPC nor what it is connected to.
SERVICE_CIDR = "172.20.0.0/16"


class EksClusterSize(Size):
    """What a phase chooses of the control plane."""

    log_retention_days: LogRetentionDays
    add_on_replicas: Annotated[int, Field(ge=1, le=3, description="a whole number from 1 to 3")]


@dataclass(frozen=True, kw_only=True)
class EksClusterArgs:
    """`public_cidrs` may reach the endpoint from outside; with none it answers within the VPC only."""

    size: EksClusterSize
    subnet_ids: Sequence[pulumi.Input[str]]
    public_cidrs: Sequence[str]
    kms_key_arn: pulumi.Input[str]


class EksCluster(pulumi.ComponentResource):
    """Named as the component is: people, kubeconfigs and the log group go by that name."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    version: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    certificate_authority: pulumi.Output[str]
    security_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: EksClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:cluster:EksCluster", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        role = aws.iam.Role(
            name,
            description=f"Control plane of the cluster {name}",
            assume_role_policy=assumed_by("eks.amazonaws.com"),
            opts=child,
        )
        policy = aws.iam.RolePolicyAttachment(
            name, role=role.name, policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy", opts=child
        )
        # EKS writes to this name, and would make it itself: without retention and without our key.
        logs = aws.cloudwatch.LogGroup(
            name,
            name=f"/aws/eks/{name}/cluster",
            retention_in_days=args.size.log_retention_days,
            kms_key_id=args.kms_key_arn,
            opts=child,
        )
        cluster = aws.eks.Cluster(
            name,
            name=name,
            version=KUBERNETES_VERSION,
            # Upgraded by AWS at the end of standard support, not kept and billed six times as much.
            upgrade_policy={"support_type": "STANDARD"},
            role_arn=role.arn,
            access_config={
                "authentication_mode": "API",
                "bootstrap_cluster_creator_admin_permissions": False,
            },
            encryption_config={"provider": {"key_arn": args.kms_key_arn}, "resources": ["secrets"]},
            vpc_config=_vpc_config(args),
            kubernetes_network_config={"ip_family": "ipv4", "service_ipv4_cidr": SERVICE_CIDR},
            enabled_cluster_log_types=["audit", "authenticator"],
            bootstrap_self_managed_addons=False,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy, logs]),
        )

        self.name, self.arn, self.version = cluster.name, cluster.arn, cluster.version
        self.endpoint = cluster.endpoint
        self.certificate_authority = cluster.certificate_authority.data
        self.security_group_id = cluster.vpc_config.cluster_security_group_id
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "version": self.version,
                "endpoint": self.endpoint,
                "certificate_authority": self.certificate_authority,
                "security_group_id": self.security_group_id,
            }
        )


def _vpc_config(args: EksClusterArgs) -> aws.eks.ClusterVpcConfigArgs:
    return aws.eks.ClusterVpcConfigArgs(
        subnet_ids=args.subnet_ids,
        endpoint_private_access=True,
        endpoint_public_access=bool(args.public_cidrs),
        # Without public access there is no list; AWS's default, the whole world, must never be the list.
        public_access_cidrs=args.public_cidrs or None,
    )
