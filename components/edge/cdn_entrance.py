"""CdnEntrance: opens the load balancer to CloudFront, and of that to our own distribution only."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

# CloudFront sends it with every request to the load balancer.
HEADER = "x-origin-verify"


@dataclass(frozen=True, kw_only=True)
class CdnEntranceArgs:
    """`prefix_list_id` is AWS's list of the addresses from which CloudFront reaches origins.

    `header_values` are all accepted, so that the one that is sent can be changed. `domain` is the name under
    which CloudFront finds the load balancer: its certificate holds it.
    """

    security_group_id: pulumi.Input[str]
    listener_arn: pulumi.Input[str]
    target_group_arn: pulumi.Input[str]
    prefix_list_id: pulumi.Input[str]
    header_values: Sequence[pulumi.Input[str]]
    domain: str
    zone_id: pulumi.Input[str]
    balancer_dns_name: pulumi.Input[str]
    balancer_zone_id: pulumi.Input[str]


class CdnEntrance(pulumi.ComponentResource):
    """Anyone can have CloudFront call any address, so the list alone shuts out nobody: the header does.

    `domain` is known once CloudFront may come in.
    """

    domain: pulumi.Output[str]

    def __init__(self, name: str, args: CdnEntranceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:CdnEntrance", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        # The list counts as 55 of the 60 rules that a security group has; with those of the public entrance,
        # which stand beside it while the platform grows, they are 57. A second port would not fit.
        # https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
        rule = aws.vpc.SecurityGroupIngressRule(
            f"{name}-https",
            security_group_id=args.security_group_id,
            prefix_list_id=args.prefix_list_id,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            description="HTTPS from CloudFront",
            opts=child,
        )
        forward = aws.lb.ListenerRule(
            name,
            listener_arn=args.listener_arn,
            priority=10,
            conditions=[{"http_header": {"http_header_name": HEADER, "values": args.header_values}}],
            actions=[{"type": "forward", "target_group_arn": args.target_group_arn}],
            tags={"Name": name},
            opts=child,
        )
        record = aws.route53.Record(
            name,
            zone_id=args.zone_id,
            name=args.domain,
            type="A",
            aliases=[
                {
                    "name": args.balancer_dns_name,
                    "zone_id": args.balancer_zone_id,
                    "evaluate_target_health": False,
                }
            ],
            opts=child,
        )

        opened = pulumi.Output.all(args.domain, rule.id, forward.arn, record.id)
        self.domain = opened.apply(lambda parts: str(parts[0]))
        self.register_outputs({"domain": self.domain})
