"""Network: the VPC with public, private and data subnets in three zones, and egress for the private ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypedDict

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.log_retention import LogRetentionDays
from components.network.cidr_plan import CidrPlan
from components.network.flow_logs import FlowLogs, FlowLogsArgs
from components.network.nat_gateway import NatGateway, NatGatewayArgs, NatGatewaySize
from components.network.nat_instance import NatInstance, NatInstanceArgs, NatInstanceSize
from components.network.subnet_tier import SubnetTier, SubnetTierArgs
from components.size import Size

INTERNET = "0.0.0.0/0"


class NetworkSize(Size):
    """What a phase chooses of the network."""

    nat: Annotated[NatInstanceSize | NatGatewaySize, Field(discriminator="kind")]
    flow_log_retention_days: LogRetentionDays


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """`zone_ids` such as use1-az1, in the order of the plan; `tags` go onto what a NAT instance starts."""

    size: NetworkSize
    plan: CidrPlan
    account_id: str
    region: str
    zone_ids: Sequence[str]
    kms_key_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class RouteTarget(TypedDict, total=False):
    """Where a route leads: exactly one of the two."""

    nat_gateway_id: pulumi.Output[str]
    network_interface_id: pulumi.Output[str]


class Network(pulumi.ComponentResource):
    """Blocks, subnets and tables are the same in every phase; only the target of the routes out changes.

    `nat_dimensions` are what CloudWatch knows that target by.
    """

    vpc_id: pulumi.Output[str]
    public_subnet_ids: list[pulumi.Output[str]]
    private_subnet_ids: list[pulumi.Output[str]]
    data_subnet_ids: list[pulumi.Output[str]]
    egress_ip: pulumi.Output[str]
    nat_dimensions: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:network:Network", name, {}, opts)
        child, plan, zones = pulumi.ResourceOptions(parent=self), args.plan, args.zone_ids

        vpc = aws.ec2.Vpc(
            name,
            cidr_block=str(plan.vpc),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": name},
            opts=child,
        )
        # AWS makes it with the VPC, open among its members: without a rule it serves nobody by mistake.
        aws.ec2.DefaultSecurityGroup(name, vpc_id=vpc.id, tags={"Name": f"{name}-default"}, opts=child)
        FlowLogs(
            f"{name}-flows",
            FlowLogsArgs(
                account_id=args.account_id,
                vpc_id=vpc.id,
                retention_days=args.size.flow_log_retention_days,
                kms_key_arn=args.kms_key_arn,
            ),
            child,
        )
        internet = aws.ec2.InternetGateway(name, vpc_id=vpc.id, tags={"Name": name}, opts=child)
        tables = {
            table: aws.ec2.RouteTable(
                f"{name}-{table}", vpc_id=vpc.id, tags={"Name": f"{name}-{table}"}, opts=child
            )
            # The private zones have a table each, so that a way out per zone is a change of routes only.
            for table in ("public", "data", *(f"private-{zone}" for zone in zones))
        }
        to_internet = aws.ec2.Route(
            f"{name}-public",
            route_table_id=tables["public"].id,
            destination_cidr_block=INTERNET,
            gateway_id=internet.id,
            opts=child,
        )
        public = SubnetTier(
            f"{name}-public",
            SubnetTierArgs(
                vpc_id=vpc.id,
                blocks=dict(zip(zones, plan.public, strict=True)),
                route_table_ids=dict.fromkeys(zones, tables["public"].id),
                routes=[to_internet.id],
                tags={"kubernetes.io/role/elb": "1"},
            ),
            child,
        )

        target, self.egress_ip, self.nat_dimensions = self._way_out(name, args, vpc.id, public.subnet_ids[0])
        outward = [
            aws.ec2.Route(
                f"{name}-private-{zone}",
                route_table_id=tables[f"private-{zone}"].id,
                destination_cidr_block=INTERNET,
                **target,
                opts=child,
            )
            for zone in zones
        ]
        private = SubnetTier(
            f"{name}-private",
            SubnetTierArgs(
                vpc_id=vpc.id,
                blocks=dict(zip(zones, plan.private, strict=True)),
                route_table_ids={zone: tables[f"private-{zone}"].id for zone in zones},
                routes=[route.id for route in outward],
                tags={"kubernetes.io/role/internal-elb": "1"},
            ),
            child,
        )
        data = SubnetTier(
            f"{name}-data",
            SubnetTierArgs(
                vpc_id=vpc.id,
                blocks=dict(zip(zones, plan.data, strict=True)),
                route_table_ids=dict.fromkeys(zones, tables["data"].id),
                routes=[],
                tags={},
            ),
            child,
        )
        aws.ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.{args.region}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[tables[f"private-{zone}"].id for zone in zones],
            tags={"Name": f"{name}-s3"},
            opts=child,
        )

        self.vpc_id = vpc.id
        self.public_subnet_ids = public.subnet_ids
        self.private_subnet_ids = private.subnet_ids
        self.data_subnet_ids = data.subnet_ids
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "public_subnet_ids": self.public_subnet_ids,
                "private_subnet_ids": self.private_subnet_ids,
                "data_subnet_ids": self.data_subnet_ids,
                "egress_ip": self.egress_ip,
                "nat_dimensions": self.nat_dimensions,
            }
        )

    def _way_out(
        self, name: str, args: NetworkArgs, vpc_id: pulumi.Output[str], subnet_id: pulumi.Output[str]
    ) -> tuple[RouteTarget, pulumi.Output[str], Mapping[str, pulumi.Output[str]]]:
        child = pulumi.ResourceOptions(parent=self)
        match args.size.nat:
            case NatInstanceSize() as size:
                instance = NatInstance(
                    f"{name}-nat",
                    NatInstanceArgs(
                        size=size,
                        region=args.region,
                        vpc_id=vpc_id,
                        subnet_id=subnet_id,
                        kms_key_arn=args.kms_key_arn,
                        tags=args.tags,
                        client_cidr=str(args.plan.private_supernet),
                    ),
                    child,
                )
                target: RouteTarget = {"network_interface_id": instance.network_interface_id}
                return target, instance.public_ip, {"AutoScalingGroupName": instance.group_name}
            case NatGatewaySize():
                gateway = NatGateway(f"{name}-nat", NatGatewayArgs(subnet_id=subnet_id), child)
                target = {"nat_gateway_id": gateway.nat_gateway_id}
                return target, gateway.public_ip, {"NatGatewayId": gateway.nat_gateway_id}
