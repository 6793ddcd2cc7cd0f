"""The Redis groups of the bill of materials, each with its token, and who may connect to them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.data.redis_group import PORT, USER, RedisGroup, RedisGroupArgs
from components.data.redis_size import RedisSize
from components.data.store_secret import StoreSecret, StoreSecretArgs
from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from stacks.ground import Ground
from stacks.lookups import random_password


@dataclass(frozen=True, kw_only=True)
class Cache:
    """What connects to one Redis group needs, and what watches it: `group` has its hosts and nodes."""

    size: RedisSize
    group: RedisGroup
    secret: StoreSecret
    port: int = PORT


def compose_caches(
    sizes: Mapping[str, RedisSize], ground: Ground, client_group_id: pulumi.Output[str]
) -> dict[str, Cache]:
    """Declare the groups by name; the cluster's security group is their one client."""
    access = StoreSecurityGroup(
        "caches",
        StoreSecurityGroupArgs(
            vpc_id=ground.network.vpc_id,
            description="Redis from the nodes and pods of the cluster",
            ports=[PORT],
            clients={"cluster": client_group_id},
        ),
        ground.on_aws,
    )
    return {name: _cache(name, size, ground, access) for name, size in sizes.items()}


def _cache(name: str, size: RedisSize, ground: Ground, access: StoreSecurityGroup) -> Cache:
    secret = StoreSecret(
        name,
        StoreSecretArgs(
            of="Redis group",
            username=USER,
            password=random_password(ground.asking),
            kms_key_arn=ground.key.arn,
            protected=size.protected,
        ),
        ground.on_aws,
    )
    group = RedisGroup(
        name,
        RedisGroupArgs(
            size=size,
            subnet_ids=ground.network.data_subnet_ids,
            security_group_ids=[access.group_id],
            auth_token=secret.password,
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    return Cache(size=size, group=group, secret=secret)
