"""NodeGroup: EC2 nodes of one instance type that EKS starts, updates and replaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import pulumi
import pulumi_aws as aws
from pydantic import model_validator

from components.instance_types import ArmInstanceType
from components.size import Count, DiskGib, PositiveCount, Size, broken_rule
from components.trust_policy import assumed_by

# The least a node needs: join, pull images from this account's registry, and give addresses to pods.
NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy")


class NodeGroupSize(Size):
    """What a phase chooses of one node group."""

    instance_type: ArmInstanceType
    capacity_type: Literal["ON_DEMAND", "SPOT"]
    disk_gib: DiskGib
    min_nodes: Count
    desired_nodes: Count
    max_nodes: PositiveCount

    @model_validator(mode="after")
    def _desired_is_within_bounds(self) -> Self:
        if not self.min_nodes <= self.desired_nodes <= self.max_nodes:
            raise broken_rule(
                "desired_nodes",
                self.desired_nodes,
                f"from min_nodes {self.min_nodes} to max_nodes {self.max_nodes}",
                "change desired_nodes or the bounds",
            )
        return self


@dataclass(frozen=True, kw_only=True)
class NodeGroupArgs:
    """`tags` go onto the instances and their disks, which the provider's default tags do not reach."""

    size: NodeGroupSize
    cluster_name: pulumi.Input[str]
    kubernetes_version: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    kms_key_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class NodeGroup(pulumi.ComponentResource):
    """The instance type is in the launch template, where it changes in place.

    `cluster_name` is the cluster's name, known once it has these nodes; `autoscaling_group_name` is the group
    that EKS made for them, to which others attach target groups.
    """

    cluster_name: pulumi.Output[str]
    autoscaling_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: NodeGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:cluster:NodeGroup", name, {}, opts)
        size, child = args.size, pulumi.ResourceOptions(parent=self)
        tags = {**args.tags, "Name": name}

        role = aws.iam.Role(
            name,
            description=f"Nodes of the group {name}",
            assume_role_policy=assumed_by("ec2.amazonaws.com"),
            opts=child,
        )
        policies = [
            aws.iam.RolePolicyAttachment(
                f"{name}-{policy}", role=role.name, policy_arn=f"arn:aws:iam::aws:policy/{policy}", opts=child
            )
            for policy in NODE_POLICIES
        ]
        template = aws.ec2.LaunchTemplate(
            name,
            description=f"Nodes of the group {name}",
            instance_type=size.instance_type,
            # One hop: a pod cannot fetch the node's credentials.
            metadata_options={
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            block_device_mappings=[
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "volume_type": "gp3",
                        "volume_size": size.disk_gib,
                        "encrypted": "true",
                        "kms_key_id": args.kms_key_arn,
                        "delete_on_termination": "true",
                    },
                }
            ],
            tag_specifications=[
                {"resource_type": kind, "tags": tags} for kind in ("instance", "volume", "network-interface")
            ],
            update_default_version=True,
            opts=child,
        )
        group = aws.eks.NodeGroup(
            name,
            cluster_name=args.cluster_name,
            version=args.kubernetes_version,
            node_role_arn=role.arn,
            subnet_ids=args.subnet_ids,
            ami_type="AL2023_ARM_64_STANDARD",
            # Not in the template: EKS refuses one with a market option. So a group keeps its kind for life.
            capacity_type=size.capacity_type,
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            scaling_config={
                "min_size": size.min_nodes,
                "desired_size": size.desired_nodes,
                "max_size": size.max_nodes,
            },
            update_config={"max_unavailable": 1},
            # Without its policies a node cannot leave in order either.
            opts=pulumi.ResourceOptions(parent=self, depends_on=policies),
        )

        self.cluster_name = group.cluster_name
        self.autoscaling_group_name = group.resources.apply(_autoscaling_group)
        self.register_outputs(
            {"cluster_name": self.cluster_name, "autoscaling_group_name": self.autoscaling_group_name}
        )


def _autoscaling_group(resources: Sequence[aws.eks.outputs.NodeGroupResource]) -> str:
    # A managed node group has exactly one.
    (group,) = resources[0].autoscaling_groups or ()
    return str(group.name)
