"""RabbitBroker: one RabbitMQ of Amazon MQ, a single node or a cluster over the zones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.instance_types import BrokerInstanceType
from components.log_retention import LogRetentionDays
from components.size import Size

# With minor upgrades by AWS a version is named without its patch.
ENGINE_VERSION = "4.2"
AMQPS_PORT, CONSOLE_PORT = 5671, 443
# When AWS may install minor versions and reboot the nodes, one after the other; UTC.
MAINTENANCE_DAY, MAINTENANCE_TIME = "SUNDAY", "09:30"


class RabbitSize(Size):
    """What a phase chooses of one broker. A change of the deployment mode makes another broker."""

    refused: ClassVar[Mapping[str, str]] = {
        "users": "RabbitMQ takes its first user only here; further ones are made through its management API",
        "engine": "the broker is RabbitMQ",
    }

    instance_type: BrokerInstanceType
    deployment_mode: Literal["SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"]
    log_retention_days: LogRetentionDays
    protected: Annotated[bool, Field(description="true (refuses deletion) or false")]

    @property
    def nodes(self) -> int:
        """How many instances there are: AWS makes clusters of three."""
        return 3 if self.deployment_mode == "CLUSTER_MULTI_AZ" else 1


@dataclass(frozen=True, kw_only=True)
class RabbitBrokerArgs:
    """The subnets are in three zones; a password is 12 to 250 characters without `,`, `:` and `=`."""

    size: RabbitSize
    subnet_ids: Sequence[pulumi.Input[str]]
    security_group_ids: Sequence[pulumi.Input[str]]
    username: str
    password: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]


class RabbitBroker(pulumi.ComponentResource):
    """`endpoint` is the AMQPS URL without user, `console_url` that of the console and the management API.

    CloudWatch tells brokers apart by `broker_name`.
    """

    endpoint: pulumi.Output[str]
    console_url: pulumi.Output[str]
    broker_name: pulumi.Output[str]

    def __init__(self, name: str, args: RabbitBrokerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:data:RabbitBroker", name, {}, opts)
        size = args.size

        broker = aws.mq.Broker(
            name,
            engine_type="RabbitMQ",
            engine_version=ENGINE_VERSION,
            host_instance_type=size.instance_type,
            deployment_mode=size.deployment_mode,
            subnet_ids=args.subnet_ids if size.deployment_mode == "CLUSTER_MULTI_AZ" else args.subnet_ids[:1],
            security_groups=args.security_group_ids,
            publicly_accessible=False,
            encryption_options={"kms_key_id": args.kms_key_arn, "use_aws_owned_key": False},
            authentication_strategy="simple",
            users=pulumi.Output.secret(
                [{"username": args.username, "password": pulumi.Output.secret(args.password)}]
            ),
            # To groups that Amazon MQ makes itself, by the broker's id: ops/log_retention.py bounds them.
            logs={"general": True},
            auto_minor_version_upgrade=True,
            maintenance_window_start_time={
                "day_of_week": MAINTENANCE_DAY,
                "time_of_day": MAINTENANCE_TIME,
                "time_zone": "UTC",
            },
            apply_immediately=True,
            tags={"Name": name},
            # None, not False: False would undo a protect the caller put on the component.
            opts=pulumi.ResourceOptions(parent=self, protect=size.protected or None),
        )

        # One address for all nodes of a cluster.
        self.endpoint = broker.instances.apply(lambda nodes: str((nodes[0].endpoints or [""])[0]))
        self.console_url = broker.instances.apply(lambda nodes: str(nodes[0].console_url))
        self.broker_name = broker.broker_name
        self.register_outputs(
            {"endpoint": self.endpoint, "console_url": self.console_url, "broker_name": self.broker_name}
        )
