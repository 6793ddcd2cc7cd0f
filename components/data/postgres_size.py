"""PostgresSize: what a phase chooses of one database, and what RDS would refuse of it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from components.data.datasets import Dataset
from components.instance_types import DatabaseInstanceClass, real_max_connections
from components.log_retention import LogRetentionDays
from components.size import DatabaseGib, Size, broken_rule


class PostgresSize(Size):
    """The primary, and as many replicas as it wants."""

    refused: ClassVar[Mapping[str, str]] = {
        "manage_master_user_password": "RDS makes no read replica of a database whose password it manages; "
        "ours is in a secret of its own",
        "multi_az_cluster": "a Multi-AZ DB cluster has no t3 and t4g classes, and no instance becomes one; "
        "multi_az: true adds a standby",
        "synchronous_replicas": "read replicas of RDS are asynchronous; multi_az: true adds a standby",
        "publicly_accessible": "a database is reached from the cluster only",
    }

    datasets: Annotated[tuple[Dataset, ...], Field(min_length=1, description="a list of one dataset or more")]
    instance_class: DatabaseInstanceClass
    storage_gib: DatabaseGib
    max_connections: Annotated[int, Field(ge=20, le=5000, description="a whole number from 20 to 5000")]
    multi_az: Annotated[
        bool,
        Field(
            description="true (a standby in another zone; a Multi-AZ DB cluster is something else, which has "
            "no t3 and t4g classes) or false"
        ),
    ]
    backup_days: Annotated[int, Field(ge=0, le=35, description="a whole number of days from 0 to 35")]
    log_retention_days: LogRetentionDays
    replicas: Annotated[int, Field(ge=0, le=15, description="a whole number from 0 to 15")]
    replica_instance_class: DatabaseInstanceClass | None = None
    protected: Annotated[bool, Field(description="true (refuses deletion) or false")]

    @model_validator(mode="after")
    def _the_class_has_the_memory_for_its_connections(self) -> Self:
        most = real_max_connections(self.instance_class)
        if self.max_connections > most:
            raise broken_rule(
                "max_connections",
                self.max_connections,
                f"20 to {most} with {self.instance_class}, whose memory holds no more",
                "lower max_connections or take a larger instance_class",
            )
        return self

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
