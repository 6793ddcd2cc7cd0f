"""PublicEntrance: opens the load balancer to everyone."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

EVERYONE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class PublicEntranceArgs:
    """Security group, listener and target group of the load balancer, and its own names in DNS."""

    security_group_id: pulumi.Input[str]
    listener_arn: pulumi.Input[str]
    target_group_arn: pulumi.Input[str]
    dns_name: pulumi.Input[str]


class PublicEntrance(pulumi.ComponentResource):
    """`dns_name` is that of the load balancer, known once everyone may come in."""

    dns_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: PublicEntranceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:edge:PublicEntrance", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        rules = [
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-{protocol}",
                security_group_id=args.security_group_id,
                cidr_ipv4=EVERYONE,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                description=f"{protocol.upper()} from the internet",
                opts=child,
            )
            for protocol, port in (("http", 80), ("https", 443))
        ]
        forward = aws.lb.ListenerRule(
            name,
            listener_arn=args.listener_arn,
            priority=100,
            conditions=[{"path_pattern": {"values": ["*"]}}],
            actions=[{"type": "forward", "target_group_arn": args.target_group_arn}],
            tags={"Name": name},
            opts=child,
        )

        opened = pulumi.Output.all(args.dns_name, forward.arn, *(rule.id for rule in rules))
        self.dns_name = opened.apply(lambda parts: str(parts[0]))
        self.register_outputs({"dns_name": self.dns_name})
