"""PostgresCluster: one primary RDS PostgreSQL instance and its read replicas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.data.datasets import DATASETS_TAG, PHASE_TAG, PRIMARY, ROLE_TAG, written
from components.data.postgres_parameters import postgres_parameters
from components.data.postgres_size import PostgresSize

ENGINE_VERSION = "15"
PORT = 5432
# Hours of UTC in which the backup is taken and, once a week, changes that wait are made.
BACKUP_WINDOW = "07:00-07:30"
MAINTENANCE_WINDOW = "sun:08:00-sun:08:30"
PRIMARY_LOGS = ("postgresql", "upgrade")
REPLICA_LOGS = ("postgresql",)  # it is upgraded with its primary


@dataclass(frozen=True, kw_only=True)
class PostgresClusterArgs:
    """The subnets are in two zones or more; `database` is the name of the database made at creation.

    `holds` are the datasets that are in it now, and `phase` the one at which they have arrived: tags only.
    """

    size: PostgresSize
    holds: Sequence[str]
    phase: str
    database: str
    subnet_ids: Sequence[pulumi.Input[str]]
    security_group_ids: Sequence[pulumi.Input[str]]
    username: str
    password: pulumi.Input[str]
    kms_key_arn: pulumi.Input[str]


class PostgresCluster(pulumi.ComponentResource):
    """Endpoints are host names; the readers are the replicas, in order, none if there are none."""

    endpoint: pulumi.Output[str]
    reader_endpoints: list[pulumi.Output[str]]
    identifier: pulumi.Output[str]
    reader_identifiers: list[pulumi.Output[str]]

    def __init__(
        self, name: str, args: PostgresClusterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:data:PostgresCluster", name, {}, opts)
        size, child = args.size, pulumi.ResourceOptions(parent=self)
        # None, not False: False would undo a protect the caller put on the component.
        stateful = pulumi.ResourceOptions(parent=self, protect=size.protected or None)

        subnets = aws.rds.SubnetGroup(
            name, description=f"Data subnets of {name}", subnet_ids=args.subnet_ids, opts=child
        )
        parameters = aws.rds.ParameterGroup(
            name,
            family=f"postgres{ENGINE_VERSION}",
            description=f"Parameters of {name}",
            parameters=postgres_parameters(size.max_connections),
            opts=child,
        )
        same: dict[str, Any] = {
            "storage_type": "gp3",
            "max_allocated_storage": 2 * size.storage_gib,
            "storage_encrypted": True,
            "kms_key_id": args.kms_key_arn,
            # The same group for all: a replica with a lower max_connections than its primary stops replaying.
            "parameter_group_name": parameters.name,
            "vpc_security_group_ids": args.security_group_ids,
            "publicly_accessible": False,
            "port": PORT,
            "maintenance_window": MAINTENANCE_WINDOW,
            "apply_immediately": True,
            "auto_minor_version_upgrade": True,
            "ca_cert_identifier": "rds-ca-rsa2048-g1",
            "performance_insights_enabled": True,
            "performance_insights_retention_period": 7,
            "performance_insights_kms_key_id": args.kms_key_arn,
            "copy_tags_to_snapshot": True,
        }
        # Known before the instances are, so that their log groups can be there before they write to them.
        # A new deployment has a new name for its subnet group: no older snapshot stands in the way.
        identifier = subnets.name
        primary = aws.rds.Instance(
            name,
            **same,
            identifier=identifier,
            enabled_cloudwatch_logs_exports=_exports(name, identifier, PRIMARY_LOGS, args, child),
            engine="postgres",
            engine_version=ENGINE_VERSION,
            # Past the end of standard support AWS would bill extended support on its own.
            engine_lifecycle_support="open-source-rds-extended-support-disabled",
            database_insights_mode="standard",  # a replica takes no such setting
            instance_class=size.instance_class,
            allocated_storage=size.storage_gib,
            multi_az=size.multi_az,
            db_name=args.database,
            username=args.username,
            password=pulumi.Output.secret(args.password),
            db_subnet_group_name=subnets.name,
            backup_retention_period=size.backup_days,
            backup_window=BACKUP_WINDOW,
            delete_automated_backups=not size.protected,
            deletion_protection=size.protected,
            skip_final_snapshot=not size.protected,
            final_snapshot_identifier=pulumi.Output.format("{0}-final", identifier),
            tags={"Name": name, ROLE_TAG: PRIMARY, DATASETS_TAG: written(args.holds), PHASE_TAG: args.phase},
            opts=stateful,
        )
        replicas = [self._replica(number + 1, name, args, primary, same) for number in range(size.replicas)]

        self.endpoint = primary.address
        self.reader_endpoints = [replica.address for replica in replicas]
        self.identifier = primary.identifier
        self.reader_identifiers = [replica.identifier for replica in replicas]
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "reader_endpoints": self.reader_endpoints,
                "identifier": self.identifier,
                "reader_identifiers": self.reader_identifiers,
            }
        )

    def _replica(
        self, number: int, of: str, args: PostgresClusterArgs, primary: aws.rds.Instance, same: dict[str, Any]
    ) -> aws.rds.Instance:
        name, child = f"{of}-replica-{number}", pulumi.ResourceOptions(parent=self)
        identifier = pulumi.Output.format("{0}-replica-{1}", primary.identifier, number)
        return aws.rds.Instance(
            name,
            **same,
            identifier=identifier,
            enabled_cloudwatch_logs_exports=_exports(name, identifier, REPLICA_LOGS, args, child),
            replicate_source_db=primary.identifier,
            instance_class=args.size.replica_instance_class,
            backup_retention_period=0,
            skip_final_snapshot=True,
            tags={"Name": name},
            opts=child,
        )


def _exports(
    name: str, identifier: pulumi.Output[str], logs: Sequence[str], args: PostgresClusterArgs, opts: Any
) -> list[pulumi.Output[str]]:
    """Return the logs to export, each known once its group is there."""
    groups = [
        aws.cloudwatch.LogGroup(
            f"{name}-{log}",
            # RDS writes to this name, and would make it itself: without retention and without our key.
            name=pulumi.Output.format("/aws/rds/instance/{0}/{1}", identifier, log),
            retention_in_days=args.size.log_retention_days,
            kms_key_id=args.kms_key_arn,
            opts=opts,
        )
        for log in logs
    ]
    return [group.name.apply(lambda path: str(path).rsplit("/", 1)[1]) for group in groups]
