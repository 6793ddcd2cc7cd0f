"""The brokers of the bill of materials, each with its first user, and who may connect to them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.data.rabbit_broker import AMQPS_PORT, CONSOLE_PORT, RabbitBroker, RabbitBrokerArgs, RabbitSize
from components.data.store_secret import StoreSecret, StoreSecretArgs
from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from stacks.ground import Ground
from stacks.lookups import random_password

ADMIN = "admin"


@dataclass(frozen=True, kw_only=True)
class Broker:
    """What connects to one broker needs, and what makes its users: those of `secret` may do everything."""

    size: RabbitSize
    broker: RabbitBroker
    secret: StoreSecret


def compose_brokers(
    sizes: Mapping[str, RabbitSize], ground: Ground, client_group_id: pulumi.Output[str]
) -> dict[str, Broker]:
    """Declare the brokers by name; the cluster's security group is their one client."""
    if not sizes:
        return {}
    access = StoreSecurityGroup(
        "brokers",
        StoreSecurityGroupArgs(
            vpc_id=ground.network.vpc_id,
            description="RabbitMQ and its management API from the nodes and pods of the cluster",
            ports=[AMQPS_PORT, CONSOLE_PORT],
            clients={"cluster": client_group_id},
        ),
        ground.on_aws,
    )
    return {name: _broker(name, size, ground, access) for name, size in sizes.items()}


def _broker(name: str, size: RabbitSize, ground: Ground, access: StoreSecurityGroup) -> Broker:
    secret = StoreSecret(
        name,
        StoreSecretArgs(
            of="broker",
            username=ADMIN,
            password=random_password(ground.asking),
            kms_key_arn=ground.key.arn,
            protected=size.protected,
        ),
        ground.on_aws,
    )
    broker = RabbitBroker(
        name,
        RabbitBrokerArgs(
            size=size,
            subnet_ids=ground.network.data_subnet_ids,
            security_group_ids=[access.group_id],
            username=secret.username,
            password=secret.password,
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    return Broker(size=size, broker=broker, secret=secret)
