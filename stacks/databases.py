"""The databases of the bill of materials, each with its secret, and who may connect to them."""

from collections.abc import Mapping

import pulumi

from components.data.database_secret import DatabaseSecret, DatabaseSecretArgs
from components.data.postgres_cluster import PORT, PostgresCluster, PostgresClusterArgs, PostgresSize
from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from stacks.ground import Ground
from stacks.lookups import random_password
from stacks.outputs import DatabaseOutputs


def compose_databases(
    sizes: Mapping[str, PostgresSize], ground: Ground, client_group_id: pulumi.Output[str]
) -> dict[str, DatabaseOutputs]:
    """Declare the databases by name; the cluster's security group is their one client."""
    access = StoreSecurityGroup(
        "databases",
        StoreSecurityGroupArgs(
            vpc_id=ground.network.vpc_id,
            description="PostgreSQL from the nodes and pods of the cluster",
            port=PORT,
            clients={"cluster": client_group_id},
        ),
        ground.on_aws,
    )
    return {name: _database(name, size, ground, access) for name, size in sizes.items()}


def _database(name: str, size: PostgresSize, ground: Ground, access: StoreSecurityGroup) -> DatabaseOutputs:
    database = name.replace("-", "_")
    secret = DatabaseSecret(
        name,
        DatabaseSecretArgs(
            password=random_password(ground.asking), kms_key_arn=ground.key.arn, protected=size.protected
        ),
        ground.on_aws,
    )
    cluster = PostgresCluster(
        name,
        PostgresClusterArgs(
            size=size,
            database=database,
            subnet_ids=ground.network.data_subnet_ids,
            security_group_ids=[access.group_id],
            username=secret.username,
            password=secret.password,
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    return DatabaseOutputs(
        endpoint=cluster.endpoint,
        reader_endpoints=cluster.reader_endpoints,
        database=database,
        secret_arn=secret.arn,
    )
