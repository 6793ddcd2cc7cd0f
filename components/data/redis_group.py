"""RedisGroup: one ElastiCache replication group for Valkey, a single node up to a cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.data.redis_size import RedisSize

ENGINE, ENGINE_VERSION, FAMILY = "valkey", "8.0", "valkey8"
PORT = 6379
# The user that an AUTH token authenticates.
USER = "default"
# Hours of UTC in which the snapshot is taken and, once a week, changes that wait are made.
SNAPSHOT_WINDOW = "07:00-08:00"
MAINTENANCE_WINDOW = "sun:08:30-sun:09:30"


@dataclass(frozen=True, kw_only=True)
class RedisGroupArgs:
    """The subnets are in two zones or more; `auth_token` has 16 to 128 letters, digits or `!&#$^<>-`."""

    size: RedisSize
    subnet_ids: Sequence[pulumi.Input[str]]
    security_group_ids: Sequence[pulumi.Input[str]]
    auth_token: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]


class RedisGroup(pulumi.ComponentResource):
    """Reached by TLS with the token. A cluster has one host for all; else `reader_endpoint` is the replicas'.

    `node_ids` are the names by which CloudWatch tells its nodes apart.
    """

    endpoint: pulumi.Output[str]
    reader_endpoint: pulumi.Output[str]
    group_id: pulumi.Output[str]
    node_ids: list[pulumi.Output[str]]

    def __init__(self, name: str, args: RedisGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:data:RedisGroup", name, {}, opts)
        size, child = args.size, pulumi.ResourceOptions(parent=self)

        subnets = aws.elasticache.SubnetGroup(
            name, description=f"Data subnets of {name}", subnet_ids=args.subnet_ids, opts=child
        )
        parameters = aws.elasticache.ParameterGroup(
            name, family=FAMILY, description=f"Parameters of {name}", parameters=_parameters(size), opts=child
        )
        slow_log = aws.cloudwatch.LogGroup(
            name,
            # ElastiCache may write here without a policy that grows with each group.
            # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
            name=pulumi.Output.format("/aws/vendedlogs/elasticache/{0}/slow-log", subnets.name),
            retention_in_days=size.log_retention_days,
            kms_key_id=args.kms_key_arn,
            opts=child,
        )
        group = aws.elasticache.ReplicationGroup(
            name,
            description=f"{name}: holds {size.holds}",
            engine=ENGINE,
            engine_version=ENGINE_VERSION,
            node_type=size.node_type,
            port=PORT,
            cluster_mode="enabled" if size.clustered else "disabled",
            num_cache_clusters=None if size.clustered else 1 + size.replicas_per_shard,
            num_node_groups=size.shards if size.clustered else None,
            replicas_per_node_group=size.replicas_per_shard if size.clustered else None,
            automatic_failover_enabled=size.automatic_failover,
            multi_az_enabled=size.automatic_failover,
            parameter_group_name=parameters.name,
            subnet_group_name=subnets.name,
            security_group_ids=args.security_group_ids,
            at_rest_encryption_enabled=True,
            kms_key_id=args.kms_key_arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            auth_token=pulumi.Output.secret(args.auth_token),
            snapshot_retention_limit=size.snapshot_days,
            snapshot_window=SNAPSHOT_WINDOW,
            # A new deployment has a new name for its subnet group: no older snapshot stands in the way.
            final_snapshot_identifier=pulumi.Output.format("{0}-final", subnets.name)
            if size.protected
            else None,
            maintenance_window=MAINTENANCE_WINDOW,
            auto_minor_version_upgrade=True,
            apply_immediately=True,
            log_delivery_configurations=[
                {
                    "log_type": "slow-log",
                    "log_format": "json",
                    "destination_type": "cloudwatch-logs",
                    "destination": slow_log.name,
                }
            ],
            tags={"Name": name},
            # None, not False: False would undo a protect the caller put on the component.
            opts=pulumi.ResourceOptions(parent=self, protect=size.protected or None),
        )

        self.endpoint = (
            group.configuration_endpoint_address if size.clustered else group.primary_endpoint_address
        )
        self.reader_endpoint = self.endpoint if size.clustered else group.reader_endpoint_address
        self.group_id = group.id
        self.node_ids = [pulumi.Output.format("{0}-{1}", group.id, node) for node in _nodes(size)]
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "reader_endpoint": self.reader_endpoint,
                "group_id": self.group_id,
                "node_ids": self.node_ids,
            }
        )


def _parameters(size: RedisSize) -> list[aws.elasticache.ParameterGroupParameterArgsDict]:
    values = {
        "maxmemory-policy": size.eviction_policy,
        "reserved-memory-percent": str(size.reserved_memory_percent),
        **({"cluster-enabled": "yes"} if size.clustered else {}),
    }
    return [{"name": name, "value": value} for name, value in values.items()]


def _nodes(size: RedisSize) -> list[str]:
    """Return what ElastiCache adds to the group's id: shard and node of a cluster, else the node."""
    numbers = range(1, size.replicas_per_shard + 2)
    if not size.clustered:
        return [f"{node:03}" for node in numbers]
    return [f"{shard:04}-{node:03}" for shard in range(1, size.shards + 1) for node in numbers]
