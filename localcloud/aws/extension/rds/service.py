"""RDS's backend: instances for PostgreSQL are RdsInstances, all else is moto's."""

from collections import Counter
from typing import Any

from moto.rds.models import DBInstance, DBParameterGroup, DBSubnetGroup, RDSBackend

from localcloud.aws.extension.rds import creation, errors, modification, replicas
from localcloud.aws.extension.rds.instance import RdsInstance
from localcloud.aws.extension.rds.parameter_groups import ParameterGroupOperations


class RdsBackend(ParameterGroupOperations, RDSBackend):
    def create_db_instance(self, db_kwargs: Any) -> DBInstance:
        if db_kwargs.get("engine") != "postgres" or db_kwargs.get("db_cluster_identifier"):
            return super().create_db_instance(db_kwargs)
        name = self._free_name(db_kwargs["db_instance_identifier"])
        instance = RdsInstance(  # type: ignore[abstract]  # what is abstract serves CloudFormation only
            self, **creation.completed(self, dict(db_kwargs.items()))
        )
        return self._keep(name, instance)

    def create_db_instance_read_replica(self, db_kwargs: Any) -> DBInstance:
        source = self.find_db_from_id(db_kwargs["source_db_instance_identifier"])
        if not isinstance(source, RdsInstance):
            return super().create_db_instance_read_replica(db_kwargs)
        name = self._free_name(db_kwargs["db_instance_identifier"])
        settings = replicas.replica_settings(self, source, dict(db_kwargs.items()))
        replica = RdsInstance(self, **settings)  # type: ignore[abstract]  # what is abstract serves CloudFormation only
        replica.is_replica = True
        source.add_replica(replica)
        return self._keep(name, replica)

    def modify_db_instance(self, db_instance_identifier: str, db_kwargs: Any) -> DBInstance:
        instance = self.describe_db_instances(db_instance_identifier)[0]
        if not isinstance(instance, RdsInstance):
            return super().modify_db_instance(db_instance_identifier, db_kwargs)
        modification.modify(self, instance, dict(db_kwargs.items()))
        return instance

    def reboot_db_instance(self, db_instance_identifier: str) -> DBInstance:
        instance = super().reboot_db_instance(db_instance_identifier)
        if isinstance(instance, RdsInstance):
            instance.boot()
        return instance

    def promote_read_replica(self, db_kwargs: Any) -> DBInstance:
        replica = self.describe_db_instances(db_kwargs["db_instance_identifier"])[0]
        if not isinstance(replica, RdsInstance):
            return super().promote_read_replica(db_kwargs)
        if not replica.is_replica:
            raise errors.invalid_state("DB Instance is not a read replica.")
        replicas.detach(self, replica)
        days = db_kwargs.get("backup_retention_period")
        creation.check_backups(days)
        replica.backup_retention_period = 1 if days is None else int(days)
        if db_kwargs.get("preferred_backup_window"):
            replica.preferred_backup_window = db_kwargs["preferred_backup_window"]
        return replica

    def delete_db_instance(
        self,
        db_instance_identifier: str,
        final_db_snapshot_identifier: str | None = None,
        skip_final_snapshot: bool | None = False,
        delete_automated_backups: bool | None = True,
    ) -> DBInstance:
        instance = self.describe_db_instances(db_instance_identifier)[0]
        if not isinstance(instance, RdsInstance):
            return super().delete_db_instance(
                db_instance_identifier,
                final_db_snapshot_identifier,
                skip_final_snapshot,
                delete_automated_backups,
            )
        if not instance.deletion_protection:
            _check_final_snapshot(instance, final_db_snapshot_identifier, bool(skip_final_snapshot))
        source = instance.source_db_instance_identifier
        deleted = super().delete_db_instance(
            db_instance_identifier,
            final_db_snapshot_identifier,
            skip_final_snapshot,
            delete_automated_backups,
        )
        # Replicas in the same Region outlive their source, each on its own.
        for name in list(instance.replicas):
            replicas.detach(self, self.databases[name])  # type: ignore[arg-type]  # moto's own class, made by us
        instance.source_db_instance_identifier = source
        return deleted

    def rename(self, instance: RdsInstance, name: str) -> None:
        """Gives an instance another identifier; its source and its replicas know it by the new one."""
        old = instance.db_instance_identifier
        del self.databases[old]
        instance.db_instance_identifier = name
        self.databases[name] = instance
        for other in self.databases.values():
            if other.source_db_instance_identifier == old:
                other.source_db_instance_identifier = name
            other.replicas = [name if replica == old else replica for replica in other.replicas]

    def kms_key_arn(self, key: str | None) -> str:
        """The ARN of a key by any of its names; AWS's own key for RDS if none is given."""
        return self._validate_kms_key(key) if key else str(self.kms.describe_key("alias/aws/rds").arn)

    def zones_of(self, instance: DBInstance) -> list[str]:
        group = getattr(instance, "db_subnet_group", None)
        return _zones(group) if group else []

    def quietest_zone(self, subnet_group: str | None, apart_from: str | None = None) -> str:
        """The zone of a subnet group with the fewest instances: AWS spreads them, and does not say how.

        It is another than `apart_from`, where the group has another.
        """
        if subnet_group is None:
            return f"{self.region_name}a"
        every = _zones(self.describe_db_subnet_groups(subnet_group)[0])
        zones = [zone for zone in every if zone != apart_from] or every
        taken = Counter(instance.availability_zone for instance in self.databases.values())
        return min(zones, key=lambda zone: (taken[zone], zone))

    def create_subnet_group(
        self, subnet_name: str, description: str, subnets: list[Any], tags: list[dict[str, str]]
    ) -> DBSubnetGroup:
        _check_zones(subnets)
        if subnet_name.lower() in self.subnet_groups:
            message = f"The DB subnet group '{subnet_name}' already exists."
            raise errors.fault("DBSubnetGroupAlreadyExists", message)
        return super().create_subnet_group(subnet_name, description, subnets, tags)

    def modify_db_subnet_group(self, subnet_name: str, description: str, subnets: list[Any]) -> DBSubnetGroup:
        group = self.describe_db_subnet_groups(subnet_name)[0]
        _check_zones(subnets)
        super().modify_db_subnet_group(subnet_name, description, subnets)
        # Moto takes the group out of its table and does not put it back.
        self.subnet_groups[subnet_name] = group
        return group

    def delete_subnet_group(self, subnet_name: str) -> DBSubnetGroup:
        for instance in self.databases.values():
            group = getattr(instance, "db_subnet_group", None)
            if group is not None and group.name == subnet_name.lower():
                raise errors.fault(
                    "InvalidDBSubnetGroupStateFault",
                    f"Cannot delete the subnet group '{subnet_name}' because at least one database instance: "
                    f"{instance.db_instance_identifier} is still using it.",
                )
        return super().delete_subnet_group(subnet_name)

    def delete_db_parameter_group(self, db_parameter_group_name: str) -> DBParameterGroup:
        for instance in self.databases.values():
            if instance.db_parameter_group_name == db_parameter_group_name:
                raise errors.fault(
                    "InvalidDBParameterGroupState",
                    "One or more database instances are still members of this parameter group "
                    f"{db_parameter_group_name}, so the group cannot be deleted",
                )
        return super().delete_db_parameter_group(db_parameter_group_name)

    def _free_name(self, identifier: str) -> str:
        name = identifier.lower()
        if name in self.databases:
            raise errors.fault("DBInstanceAlreadyExists", "DB instance already exists")
        self._validate_db_identifier(name)
        return name

    def _keep(self, name: str, instance: RdsInstance) -> RdsInstance:
        self.databases[name] = instance
        instance.add_event("DB_INSTANCE_CREATE")
        if instance.backup_retention_period:
            instance.save_automated_backup()
        return instance


def _check_final_snapshot(instance: RdsInstance, name: str | None, skip: bool) -> None:
    if not skip and not name:
        message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
        raise errors.invalid_combination(message)
    if skip and name:
        message = "FinalDBSnapshotIdentifier cannot be specified when deleting with SkipFinalSnapshot."
        raise errors.invalid_combination(message)
    if name and instance.is_replica:
        raise errors.invalid_combination(
            "FinalDBSnapshotIdentifier cannot be specified when deleting a replica."
        )


def _zones(group: DBSubnetGroup) -> list[str]:
    return sorted({subnet["SubnetAvailabilityZone"]["Name"] for subnet in group.subnets})


def _check_zones(subnets: list[Any]) -> None:
    zones = sorted({subnet.availability_zone for subnet in subnets})
    if len(zones) < 2:
        raise errors.fault(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. "
            f"Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least 2 AZs.",
        )
