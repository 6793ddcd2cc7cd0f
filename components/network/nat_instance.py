"""NatInstance: one small hardened instance through which the private subnets reach the internet."""

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.instance_types import ArmInstanceType
from components.size import DiskGib, Size

# As in https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html for Amazon Linux 2023.
# The address is on the interface before the instance starts, so the package can be fetched at first boot.
USER_DATA = """#!/bin/bash
set -euo pipefail
until dnf install -y iptables-services; do sleep 5; done
echo 'net.ipv4.ip_forward=1' > /etc/sysctl.d/90-nat.conf
sysctl --system
systemctl enable --now iptables
iptables -t nat -A POSTROUTING -o "$(ip -4 -o route show default | awk '{print $5; exit}')" -j MASQUERADE
iptables -F FORWARD
iptables-save > /etc/sysconfig/iptables
"""


class NatInstanceSize(Size):
    """Egress through an instance: cheap, one zone, as fast as the instance."""

    kind: Literal["instance"]
    instance_type: ArmInstanceType
    disk_gib: DiskGib


@dataclass(frozen=True, kw_only=True)
class NatInstanceArgs:
    """A public subnet, the block whose traffic is let in, and an AMI of Amazon Linux 2023 for arm64."""

    size: NatInstanceSize
    vpc_id: pulumi.Input[str]
    subnet_id: pulumi.Input[str]
    client_cidr: str
    ami_id: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]


class NatInstance(pulumi.ComponentResource):
    """The interface is a resource of its own: routes point at it, and whatever serves it may come and go."""

    network_interface_id: pulumi.Output[str]
    public_ip: pulumi.Output[str]
    instance_id: pulumi.Output[str]

    def __init__(self, name: str, args: NatInstanceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:network:NatInstance", name, {}, opts)
        size, child, tags = args.size, pulumi.ResourceOptions(parent=self), {"Name": name}

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
        instance = aws.ec2.Instance(
            name,
            ami=args.ami_id,
            instance_type=size.instance_type,
            primary_network_interface={"network_interface_id": interface.id},
            metadata_options={
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            root_block_device={
                "volume_type": "gp3",
                "volume_size": size.disk_gib,
                "encrypted": True,
                "kms_key_id": args.kms_key_arn,
                "delete_on_termination": True,
                "tags": tags,
            },
            user_data=USER_DATA,
            user_data_replace_on_change=True,
            maintenance_options={"auto_recovery": "default"},
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[association, inward, outward],
                # The newest image is looked up on every run; to take it each time would cut egress each time.
                # It is taken on purpose, by `pulumi up --replace URN`.
                # The check is the interface's alone, and the provider would turn it on again:
                # https://github.com/hashicorp/terraform-provider-aws/issues/44768
                ignore_changes=["ami", "sourceDestCheck"],
                # An interface can be the primary one of one instance only.
                delete_before_replace=True,
            ),
        )

        # Through the instance, so that a route, and what waits for it, comes once somebody forwards.
        self.network_interface_id = pulumi.Output.all(interface.id, instance.id).apply(lambda ids: ids[0])
        self.public_ip = address.public_ip
        self.instance_id = instance.id
        self.register_outputs(
            {
                "network_interface_id": self.network_interface_id,
                "public_ip": self.public_ip,
                "instance_id": self.instance_id,
            }
        )
