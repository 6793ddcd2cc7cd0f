"""NatGateway: AWS's own gateway through which the private subnets reach the internet."""

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.size import Size


class NatGatewaySize(Size):
    """Egress through one NAT gateway."""

    kind: Literal["gateway"]


@dataclass(frozen=True, kw_only=True)
class NatGatewayArgs:
    """`subnet_id` is public."""

    subnet_id: pulumi.Input[str]


class NatGateway(pulumi.ComponentResource):
    """One gateway in one zone, on an address of its own."""

    nat_gateway_id: pulumi.Output[str]
    public_ip: pulumi.Output[str]

    def __init__(self, name: str, args: NatGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:network:NatGateway", name, {}, opts)
        child, tags = pulumi.ResourceOptions(parent=self), {"Name": name}

        address = aws.ec2.Eip(name, domain="vpc", tags=tags, opts=child)
        gateway = aws.ec2.NatGateway(
            name,
            allocation_id=address.id,
            subnet_id=args.subnet_id,
            connectivity_type="public",
            tags=tags,
            opts=child,
        )

        self.nat_gateway_id = gateway.id
        self.public_ip = address.public_ip
        self.register_outputs({"nat_gateway_id": self.nat_gateway_id, "public_ip": self.public_ip})
