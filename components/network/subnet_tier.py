"""SubnetTier: one subnet per zone, each on a route table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class SubnetTierArgs:
    """Blocks and route tables by zone id; `routes` are the ids of the routes that make the tables useful."""

    vpc_id: pulumi.Input[str]
    blocks: Mapping[str, IPv4Network]
    route_table_ids: Mapping[str, pulumi.Input[str]]
    routes: Sequence[pulumi.Output[str]]
    tags: Mapping[str, str]


class SubnetTier(pulumi.ComponentResource):
    """The subnets of one kind; an id is only known once its subnet is associated and routed."""

    subnet_ids: list[pulumi.Output[str]]

    def __init__(self, name: str, args: SubnetTierArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:network:SubnetTier", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.subnet_ids = []
        for zone_id, block in args.blocks.items():
            subnet = aws.ec2.Subnet(
                f"{name}-{zone_id}",
                vpc_id=args.vpc_id,
                cidr_block=str(block),
                availability_zone_id=zone_id,
                # Also in public subnets: an address is given on purpose or not at all.
                map_public_ip_on_launch=False,
                tags={"Name": f"{name}-{zone_id}", **args.tags},
                opts=child,
            )
            association = aws.ec2.RouteTableAssociation(
                f"{name}-{zone_id}",
                subnet_id=subnet.id,
                route_table_id=args.route_table_ids[zone_id],
                opts=child,
            )
            # What is put into a subnet before its routes are there fails or waits in vain.
            ready = pulumi.Output.all(subnet.id, association.id, *args.routes)
            self.subnet_ids.append(ready.apply(lambda ids: str(ids[0])))
        self.register_outputs({"subnet_ids": self.subnet_ids})
