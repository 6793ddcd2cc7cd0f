"""NatInstance: one small hardened instance, replaced by itself, as the private subnets' way out."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.instance_types import ArmInstanceType
from components.network.nat_script import nat_script
from components.size import DiskGib, Size
from components.trust_policy import assumed_by

# Read when an instance starts, so that the one that takes over starts from the newest Amazon Linux 2023.
IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"


class NatInstanceSize(Size):
    """Egress through an instance: cheap, one zone, as fast as the instance."""

    kind: Literal["instance"]
    instance_type: ArmInstanceType
    disk_gib: DiskGib


@dataclass(frozen=True, kw_only=True)
class NatInstanceArgs:
    """A public subnet, the block whose traffic is let in, and tags for the instance and what hangs on it."""

    size: NatInstanceSize
    region: str
    vpc_id: pulumi.Input[str]
    subnet_id: pulumi.Input[str]
    client_cidr: str
    kms_key_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class NatInstance(pulumi.ComponentResource):
    """An Auto Scaling group of one beside an interface that stays.

    Routes and the public address are the interface's. An instance comes up with an interface and a passing
    address of its own, by which it asks EC2 for the lasting one, then forwards through that and gives the
    passing address back. If it fails, the group starts another: egress is out for the one or two minutes that
    takes, then goes on from the same address. Nobody can sign in to it, and its role may do just that.
    """

    network_interface_id: pulumi.Output[str]
    public_ip: pulumi.Output[str]
    group_name: pulumi.Output[str]

    def __init__(self, name: str, args: NatInstanceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:network:NatInstance", name, {}, opts)
        child, tags = pulumi.ResourceOptions(parent=self), {"Name": name}

        group = aws.ec2.SecurityGroup(
            name, vpc_id=args.vpc_id, description="Egress of the private subnets", tags=tags, opts=child
        )
        inward = aws.vpc.SecurityGroupIngressRule(
            f"{name}-clients",
            security_group_id=group.id,
            ip_protocol="-1",
            cidr_ipv4=args.client_cidr,
            description="From the private subnets",
            opts=child,
        )
        outward = aws.vpc.SecurityGroupEgressRule(
            f"{name}-internet",
            security_group_id=group.id,
            ip_protocol="-1",
            cidr_ipv4="0.0.0.0/0",
            description="To the internet",
            opts=child,
        )
        interface = aws.ec2.NetworkInterface(
            name,
            subnet_id=args.subnet_id,
            security_groups=[group.id],
            source_dest_check=False,  # it forwards what is not addressed to it
            description="Egress of the private subnets",
            tags=tags,
            opts=child,
        )
        address = aws.ec2.Eip(name, domain="vpc", tags=tags, opts=child)
        association = aws.ec2.EipAssociation(
            name, allocation_id=address.id, network_interface_id=interface.id, opts=child
        )
        profile, policy = self._right_to_attach(name, interface)
        template = self._template(name, args, group, interface, profile)
        instances = aws.autoscaling.Group(
            name,
            min_size=1,
            max_size=1,
            desired_capacity=1,
            # The interface is in this subnet, and can be attached in its zone only.
            vpc_zone_identifiers=[args.subnet_id],
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            health_check_type="EC2",
            health_check_grace_period=120,
            # Another type or script is another instance; first the old one ends, which holds the interface.
            instance_refresh={"strategy": "Rolling", "preferences": {"min_healthy_percentage": 0}},
            tags=[{"key": "Name", "value": name, "propagate_at_launch": False}],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[association, inward, outward, policy]),
        )

        # Through the group, so that a route, and what waits for it, comes once somebody is to forward.
        self.network_interface_id = pulumi.Output.all(interface.id, instances.id).apply(lambda ids: ids[0])
        self.public_ip = address.public_ip
        self.group_name = instances.name
        self.register_outputs(
            {
                "network_interface_id": self.network_interface_id,
                "public_ip": self.public_ip,
                "group_name": self.group_name,
            }
        )

    def _right_to_attach(
        self, name: str, interface: aws.ec2.NetworkInterface
    ) -> tuple[aws.iam.InstanceProfile, aws.iam.RolePolicy]:
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            name,
            description="NAT instance: attaches its interface",
            assume_role_policy=assumed_by("ec2.amazonaws.com"),
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=pulumi.Output.json_dumps(interface.arn.apply(lambda arn: _policy(name, arn))),
            opts=child,
        )
        return aws.iam.InstanceProfile(name, role=role.name, opts=child), policy

    def _template(
        self,
        name: str,
        args: NatInstanceArgs,
        group: aws.ec2.SecurityGroup,
        interface: aws.ec2.NetworkInterface,
        profile: aws.iam.InstanceProfile,
    ) -> aws.ec2.LaunchTemplate:
        script = pulumi.Output.all(interface.id, interface.mac_address).apply(
            lambda parts: nat_script(region=args.region, interface_id=parts[0], mac_address=parts[1])
        )
        return aws.ec2.LaunchTemplate(
            name,
            description="NAT instance",
            image_id=IMAGE,
            instance_type=args.size.instance_type,
            iam_instance_profile={"arn": profile.arn},
            instance_initiated_shutdown_behavior="terminate",
            metadata_options={
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            network_interfaces=[
                {
                    "device_index": 0,
                    "associate_public_ip_address": "true",
                    "security_groups": [group.id],
                    "delete_on_termination": "true",
                }
            ],
            block_device_mappings=[
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "volume_type": "gp3",
                        "volume_size": args.size.disk_gib,
                        "encrypted": "true",
                        "kms_key_id": args.kms_key_arn,
                        "delete_on_termination": "true",
                    },
                }
            ],
            user_data=script.apply(lambda text: base64.b64encode(text.encode()).decode()),
            tag_specifications=[
                {"resource_type": "instance", "tags": {**args.tags, "Name": name}},
                {"resource_type": "volume", "tags": {**args.tags, "Name": name}},
                {"resource_type": "network-interface", "tags": {**args.tags, "Name": _passing(name)}},
            ],
            update_default_version=True,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _passing(name: str) -> str:
    return f"{name}-passing"


def _policy(name: str, interface_arn: str) -> dict[str, object]:
    here = interface_arn.rsplit(":", 1)[0]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "ec2:AttachNetworkInterface", "Resource": interface_arn},
            {
                "Effect": "Allow",
                "Action": "ec2:AttachNetworkInterface",
                "Resource": f"{here}:instance/*",
                "Condition": {"StringEquals": {"ec2:ResourceTag/Name": name}},
            },
            {
                "Effect": "Allow",
                "Action": "ec2:ModifyNetworkInterfaceAttribute",
                "Resource": f"{here}:network-interface/*",
                "Condition": {"StringEquals": {"ec2:ResourceTag/Name": _passing(name)}},
            },
        ],
    }
