"""PostgresCluster: one primary RDS PostgreSQL instance and its read replicas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.instance_types import DatabaseInstanceClass
from components.size import DatabaseGib, Size, broken_rule

ENGINE_VERSION = "15"
PORT = 5432
# Hours of UTC in which the backup is taken and, once a week, changes that wait are made.
BACKUP_WINDOW = "07:00-07:30"
MAINTENANCE_WINDOW = "sun:08:00-sun:08:30"


class PostgresSize(Size):
    """What a phase chooses of one database: the primary, and as many replicas as it wants."""

    instance_class: DatabaseInstanceClass
    storage_gib: DatabaseGib
    max_connections: Annotated[int, Field(ge=20, le=5000, description="a whole number from 20 to 5000")]
    multi_az: Annotated[bool, Field(description="true (a standby in another zone) or false")]
    backup_days: Annotated[int, Field(ge=0, le=35, description="a whole number of days from 0 to 35")]
    replicas: Annotated[int, Field(ge=0, le=15, description="a whole number from 0 to 15")]
    replica_instance_class: DatabaseInstanceClass | None = None
    protected: Annotated[bool, Field(description="true (refuses deletion) or false")]

    @model_validator(mode="after")
    def _replicas_need_backups(self) -> Self:
        if self.replicas and not self.backup_days:
            raise broken_rule(
                "backup_days",
                self.backup_days,
                f"1 to 35 with {self.replicas} replicas, which are made from backups",
                "raise backup_days or set replicas to 0",
            )
        return self

    @model_validator(mode="after")
    def _replicas_have_a_class(self) -> Self:
        if self.replicas and self.replica_instance_class is None:
            raise broken_rule(
                "replica_instance_class",
                "nothing",
                f"a class with {self.replicas} replicas",
                "add replica_instance_class or set replicas to 0",
            )
        if not self.replicas and self.replica_instance_class is not None:
            raise broken_rule(
                "replica_instance_class",
                self.replica_instance_class,
                "no such key with 0 replicas",
                "remove it or raise replicas",
            )
        return self


@dataclass(frozen=True, kw_only=True)
class PostgresClusterArgs:
    """The subnets are in two zones or more; `database` is the name of the database made at creation."""

    size: PostgresSize
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
            parameters=_parameters(size),
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
        primary = aws.rds.Instance(
            name,
            **same,
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
            # A new deployment has a new name for its subnet group, so no older snapshot stands in the way.
            final_snapshot_identifier=subnets.name.apply(lambda group: f"{group}-final"),
            tags={"Name": name},
            opts=stateful,
        )
        replicas = [
            aws.rds.Instance(
                replica,
                **same,
                replicate_source_db=primary.identifier,
                instance_class=size.replica_instance_class,
                backup_retention_period=0,
                skip_final_snapshot=True,
                tags={"Name": replica},
                opts=child,
            )
            for replica in (f"{name}-replica-{number + 1}" for number in range(size.replicas))
        ]

        self.endpoint = primary.address
        self.reader_endpoints = [replica.address for replica in replicas]
        self.register_outputs({"endpoint": self.endpoint, "reader_endpoints": self.reader_endpoints})


def _parameters(size: PostgresSize) -> list[aws.rds.ParameterGroupParameterArgsDict]:
    # Static ones take a restart, which a new instance or a change of class is.
    return [
        {"name": "rds.force_ssl", "value": "1", "apply_method": "immediate"},
        # Needed to split a database later, and static: set from the first day.
        {"name": "rds.logical_replication", "value": "1", "apply_method": "pending-reboot"},
        {"name": "max_connections", "value": str(size.max_connections), "apply_method": "pending-reboot"},
    ]
