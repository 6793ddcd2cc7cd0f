"""Read replicas: made from a source, and made independent of it."""

from typing import TYPE_CHECKING, Any

from localcloud.aws.extension.rds import creation, errors
from localcloud.aws.extension.rds.instance import RdsInstance

if TYPE_CHECKING:
    from localcloud.aws.extension.rds.service import RdsBackend

# What a replica has from its source unless the request says otherwise (request's members = attributes).
_INHERITED = (
    "db_instance_class", "allocated_storage", "port", "auto_minor_version_upgrade", "storage_type",
    "preferred_backup_window", "preferred_maintenance_window", "engine_lifecycle_support",
)  # fmt: skip
# What it has from its source whatever the request says.
_SAME = ("engine", "engine_version", "db_name", "master_username", "storage_encrypted")


def replica_settings(backend: "RdsBackend", source: RdsInstance, asked: dict[str, Any]) -> dict[str, Any]:
    """The settings of a new replica. Raises AWS's errors where the source cannot have one."""
    request = {key: value for key, value in asked.items() if value is not None}
    _check_source(source)
    _check_subnet_group(request)
    settings = {name: getattr(source, name) for name in (*_INHERITED, *_SAME)}
    settings.update({key: value for key, value in request.items() if key not in _SAME})
    settings["source_db_instance_identifier"] = source.db_instance_identifier
    settings["backup_retention_period"] = 0
    settings.setdefault("db_parameter_group_name", source.db_parameter_group_name)
    subnet_group = getattr(source, "db_subnet_group", None)
    if "db_subnet_group_name" not in request and subnet_group is not None:
        settings["db_subnet_group_name"] = subnet_group.name
    if source.storage_encrypted:
        key = request.get("kms_key_id")
        settings["kms_key_id"] = backend.kms_key_arn(key) if key else source.kms_key_id
    elif request.get("kms_key_id"):
        raise errors.invalid_combination(
            "You cannot create an encrypted read replica from an unencrypted DB instance."
        )
    if int(settings["allocated_storage"]) < int(source.allocated_storage):
        settings["allocated_storage"] = source.allocated_storage
    zone = backend.quietest_zone(settings.get("db_subnet_group_name"), source.availability_zone)
    settings.setdefault("availability_zone", zone)
    settings.setdefault("publicly_accessible", False)
    creation.check_common(backend, settings)
    creation.fill_in_security_groups(backend, settings)
    return settings


def detach(backend: "RdsBackend", replica: RdsInstance) -> None:
    """Makes a replica a source of its own; its former source no longer lists it."""
    source = backend.databases.get(replica.source_db_instance_identifier or "")
    if source is not None and replica.db_instance_identifier in source.replicas:
        source.replicas.remove(replica.db_instance_identifier)
    replica.is_replica = False
    replica.source_db_instance_identifier = None


def _check_source(source: RdsInstance) -> None:
    if int(source.backup_retention_period) == 0:
        raise errors.invalid_state(
            "Automated backups are not enabled for this database instance. To enable automated backups, use "
            "ModifyDBInstance to set the backup retention period to a non-zero value."
        )
    if source.manage_master_user_password:
        raise errors.invalid_state(
            "You can't create a read replica from a source DB instance whose master user password is managed "
            "in AWS Secrets Manager."
        )


def _check_subnet_group(request: dict[str, Any]) -> None:
    if request.get("db_subnet_group_name") and not request["source_db_instance_identifier"].startswith(
        "arn:"
    ):
        raise errors.fault(
            "DBSubnetGroupNotAllowedFault",
            "The DBSubnetGroup shouldn't be specified while creating read replicas that lie in the same "
            "region as the source instance. Name the source by its ARN to choose a subnet group.",
        )
