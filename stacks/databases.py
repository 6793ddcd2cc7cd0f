"""The databases of the bill of materials, each with its secret, and who may connect to them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.data.postgres_cluster import PORT, PostgresCluster, PostgresClusterArgs
from components.data.postgres_size import PostgresSize
from components.data.store_secret import StoreSecret, StoreSecretArgs
from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from stacks.ground import Ground
from stacks.lookups import random_password
from stacks.placement import Placement

MASTER_USER = "app_admin"


@dataclass(frozen=True, kw_only=True)
class Database:
    """What connects to one database needs, and what watches it: `cluster` has the hosts and identifiers."""

    size: PostgresSize
    cluster: PostgresCluster
    secret: StoreSecret
    database: str
    port: int = PORT


def compose_databases(
    sizes: Mapping[str, PostgresSize],
    placement: Placement,
    ground: Ground,
    client_group_id: pulumi.Output[str],
) -> dict[str, Database]:
    """Declare the databases by name; the cluster's security group is their one client."""
    access = StoreSecurityGroup(
        "databases",
        StoreSecurityGroupArgs(
            vpc_id=ground.network.vpc_id,
            description="PostgreSQL from the nodes and pods of the cluster",
            ports=[PORT],
            clients={"cluster": client_group_id},
        ),
        ground.on_aws,
    )
    return {name: _database(name, size, placement, ground, access) for name, size in sizes.items()}


def _database(
    name: str, size: PostgresSize, placement: Placement, ground: Ground, access: StoreSecurityGroup
) -> Database:
    database = name.replace("-", "_")
    secret = StoreSecret(
        name,
        StoreSecretArgs(
            of="database",
            username=MASTER_USER,
            password=random_password(ground.asking),
            kms_key_arn=ground.key.arn,
            protected=size.protected,
        ),
        ground.on_aws,
    )
    cluster = PostgresCluster(
        name,
        PostgresClusterArgs(
            size=size,
            holds=placement.held_by(name),
            phase=placement.phase,
            database=database,
            subnet_ids=ground.network.data_subnet_ids,
            security_group_ids=[access.group_id],
            username=secret.username,
            password=secret.password,
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    return Database(size=size, cluster=cluster, secret=secret, database=database)
