"""StoreSecurityGroup: who may connect to a store, by reference to the clients' security groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class StoreSecurityGroupArgs:
    """`clients` maps what the client is called to its security group; they may connect to the TCP `ports`."""

    vpc_id: pulumi.Input[str]
    description: str
    ports: Sequence[int]
    clients: Mapping[str, pulumi.Input[str]]


class StoreSecurityGroup(pulumi.ComponentResource):
    """Lets its clients in on these ports, and nothing out: a store answers, it does not call."""

    group_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: StoreSecurityGroupArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:security:StoreSecurityGroup", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        group = aws.ec2.SecurityGroup(
            name, vpc_id=args.vpc_id, description=args.description, tags={"Name": name}, opts=child
        )
        for client, client_group_id in args.clients.items():
            for port in args.ports:
                aws.vpc.SecurityGroupIngressRule(
                    f"{name}-{client}-{port}",
                    security_group_id=group.id,
                    referenced_security_group_id=client_group_id,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    description=f"From {client}",
                    opts=child,
                )

        self.group_id = group.id
        self.register_outputs({"group_id": self.group_id})
