"""Addons: add-ons of an EKS cluster that AWS keeps."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

# Without these a node does not become ready. Their pods are daemon sets: they are active without a node.
FOR_NODES = ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")
# These run as deployments: they become active once there is a node.
ON_NODES = ("coredns",)


@dataclass(frozen=True, kw_only=True)
class AddonsArgs:
    """Add-ons by their EKS names, in the default version of the cluster's Kubernetes version."""

    cluster_name: pulumi.Input[str]
    addon_names: Sequence[str]


class Addons(pulumi.ComponentResource):
    """One add-on each; what others changed in its objects is written over.

    `cluster_name` is the cluster's name, known once the add-ons are there.
    """

    cluster_name: pulumi.Output[str]

    def __init__(self, name: str, args: AddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:cluster:Addons", name, {}, opts)
        addons = [
            aws.eks.Addon(
                f"{name}-{addon}",
                cluster_name=args.cluster_name,
                addon_name=addon,
                resolve_conflicts_on_create="OVERWRITE",
                resolve_conflicts_on_update="OVERWRITE",
                opts=pulumi.ResourceOptions(parent=self),
            )
            for addon in args.addon_names
        ]

        names = pulumi.Output.all(*(addon.cluster_name for addon in addons))
        self.cluster_name = names.apply(lambda found: str(found[0]))
        self.register_outputs({"cluster_name": self.cluster_name})
