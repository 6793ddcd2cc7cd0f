"""ClusterAccess: which IAM principals administer the cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True, kw_only=True)
class ClusterAccessArgs:
    """ARNs of IAM roles or users; a session of a role is not one."""

    cluster_name: pulumi.Input[str]
    admin_arns: Sequence[str]


class ClusterAccess(pulumi.ComponentResource):
    """Named after the principal, so that one more or one less leaves the others alone."""

    def __init__(
        self, name: str, args: ClusterAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:cluster:ClusterAccess", name, {}, opts)
        for arn in args.admin_arns:
            principal = arn.split(":", 5)[5]
            entry = aws.eks.AccessEntry(
                f"{name}-{principal}",
                cluster_name=args.cluster_name,
                principal_arn=arn,
                type="STANDARD",
                opts=pulumi.ResourceOptions(parent=self),
            )
            aws.eks.AccessPolicyAssociation(
                f"{name}-{principal}",
                cluster_name=args.cluster_name,
                principal_arn=entry.principal_arn,
                policy_arn=ADMIN_POLICY,
                access_scope={"type": "cluster"},
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
