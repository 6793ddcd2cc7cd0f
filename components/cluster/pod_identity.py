"""PodIdentity: the IAM role of the pods of one service account."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class PodIdentityArgs:
    """What the pods may do: a JSON `policy` of its own, or the ARNs of policies that AWS keeps, or both."""

    cluster_name: pulumi.Input[str]
    cluster_arn: pulumi.Input[str]
    namespace: str
    service_account: str
    policy: pulumi.Input[str] | None = None
    policy_arns: Sequence[str] = ()


class PodIdentity(pulumi.ComponentResource):
    """A pod gets credentials only if the association was there before it: nothing gives them afterwards.

    So pods take the name of their service account from here: it is known once the association is there and
    the role may do what it is for.
    """

    service_account: pulumi.Output[str]
    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PodIdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:cluster:PodIdentity", name, {}, opts)
        if args.policy is None and not args.policy_arns:
            raise ValueError(
                f"{name}: got neither policy nor policy_arns; allowed: one or both; "
                "pods that call nothing of AWS need no identity"
            )
        child = pulumi.ResourceOptions(parent=self)

        role = aws.iam.Role(
            name,
            description=f"Pods of {args.namespace}/{args.service_account}",
            assume_role_policy=pulumi.Output.from_input(args.cluster_arn).apply(
                lambda arn: _assumed_by_pods(args, arn)
            ),
            opts=child,
        )
        rights: list[pulumi.Resource] = [
            aws.iam.RolePolicyAttachment(
                f"{name}-{arn.rpartition('/')[2]}", role=role.name, policy_arn=arn, opts=child
            )
            for arn in args.policy_arns
        ]
        if args.policy is not None:
            rights.append(aws.iam.RolePolicy(name, role=role.id, policy=args.policy, opts=child))
        association = aws.eks.PodIdentityAssociation(
            name,
            cluster_name=args.cluster_name,
            namespace=args.namespace,
            service_account=args.service_account,
            role_arn=role.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=rights),
        )

        self.service_account = association.service_account
        self.role_arn = role.arn
        self.register_outputs({"service_account": self.service_account, "role_arn": self.role_arn})


def _assumed_by_pods(args: PodIdentityArgs, cluster_arn: str) -> str:
    # EKS says by session tags whose pods ask; the ARN of the cluster names the account and region too.
    # https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
    whose = {
        "aws:RequestTag/eks-cluster-arn": cluster_arn,
        "aws:RequestTag/kubernetes-namespace": args.namespace,
        "aws:RequestTag/kubernetes-service-account": args.service_account,
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {"StringEquals": whose},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
