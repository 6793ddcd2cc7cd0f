"""Addons: add-ons of an EKS cluster that AWS keeps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

# Without these a node does not become ready. Their pods are daemon sets: they are active without a node.
FOR_NODES = ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")
# These run as deployments: they become active once there is a node.
ON_NODES = ("coredns", "metrics-server", "aws-ebs-csi-driver")


@dataclass(frozen=True, kw_only=True)
class AddonsArgs:
    """`versions` are the add-ons by their EKS names; those with deployments get `replicas` pods of each."""

    cluster_name: pulumi.Input[str]
    versions: Mapping[str, pulumi.Input[str]]
    replicas: int


class Addons(pulumi.ComponentResource):
    """One add-on each; what others changed in its objects is written over.

    `cluster_name` is the cluster's name, known once the add-ons are there.
    """

    cluster_name: pulumi.Output[str]

    def __init__(self, name: str, args: AddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:cluster:Addons", name, {}, opts)
        settings = _settings(args.replicas)
        addons = [
            aws.eks.Addon(
                f"{name}-{addon}",
                cluster_name=args.cluster_name,
                addon_name=addon,
                addon_version=version,
                configuration_values=json.dumps(settings[addon]) if addon in settings else None,
                resolve_conflicts_on_create="OVERWRITE",
                resolve_conflicts_on_update="OVERWRITE",
                opts=pulumi.ResourceOptions(parent=self),
            )
            for addon, version in args.versions.items()
        ]

        names = pulumi.Output.all(*(addon.cluster_name for addon in addons))
        self.cluster_name = names.apply(lambda found: str(found[0]))
        self.register_outputs({"cluster_name": self.cluster_name})


def _settings(replicas: int) -> dict[str, dict[str, Any]]:
    """What differs from the add-ons' own defaults, in each add-on's own words."""
    return {
        # A string: the add-on's schema takes no boolean. Without it network policies are without effect.
        "vpc-cni": {"enableNetworkPolicy": "true"},
        "coredns": {"replicaCount": replicas},
        "metrics-server": {"replicas": replicas},
        "aws-ebs-csi-driver": {"controller": {"replicaCount": replicas}},
    }
