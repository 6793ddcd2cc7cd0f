"""ModifyDBInstance: what happens at once, and what waits for the maintenance window."""

from typing import TYPE_CHECKING, Any

from localcloud.aws.extension.rds import creation, credentials, engine, errors, storage
from localcloud.aws.extension.rds.instance import RdsInstance

if TYPE_CHECKING:
    from localcloud.aws.extension.rds.service import RdsBackend

# Request's member -> name in PendingModifiedValues. These wait unless ApplyImmediately is given, all others
# never do. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
PENDING_NAMES = {
    "db_instance_class": "DBInstanceClass",
    "allocated_storage": "AllocatedStorage",
    "storage_type": "StorageType",
    "iops": "Iops",
    "storage_throughput": "StorageThroughput",
    "engine_version": "EngineVersion",
    "multi_az": "MultiAZ",
    "backup_retention_period": "BackupRetentionPeriod",
    "ca_certificate_identifier": "CACertificateIdentifier",
    "new_db_instance_identifier": "DBInstanceIdentifier",
    "enable_iam_database_authentication": "IAMDatabaseAuthenticationEnabled",
    "db_subnet_group_name": "DBSubnetGroupName",
    "dedicated_log_volume": "DedicatedLogVolume",
}
# Request's member -> attribute, where the names differ or moto has no such attribute.
_ATTRIBUTES = {
    "new_db_instance_identifier": "db_instance_identifier",
    "db_port_number": "port",
    "enable_performance_insights": "performance_insights_enabled",
}
_AT_ONCE = (
    "vpc_security_group_ids", "deletion_protection", "auto_minor_version_upgrade", "copy_tags_to_snapshot",
    "preferred_backup_window", "preferred_maintenance_window", "max_allocated_storage", "monitoring_interval",
    "monitoring_role_arn", "publicly_accessible", "db_port_number", "enable_performance_insights",
    "performance_insights_kms_key_id", "performance_insights_retention_period", "database_insights_mode",
    "db_parameter_group_name", "option_group_name", "network_type", "promotion_tier", "master_user_password",
)  # fmt: skip


def modify(backend: "RdsBackend", instance: RdsInstance, request: dict[str, Any]) -> None:
    """Applies a request, or leaves part of it pending. Nothing is changed if AWS would refuse any of it."""
    request = {key: value for key, value in request.items() if value is not None}
    _resolve(instance, request)
    _check(backend, instance, request)
    for member in PENDING_NAMES:
        if member in request:
            if request[member] == _current(instance, member):
                instance.pending.pop(member, None)
            else:
                instance.pending[member] = request[member]
    days = instance.pending.get("backup_retention_period")
    if request.get("apply_immediately"):
        # What waited since an earlier request goes along, as on AWS.
        apply(backend, instance, list(instance.pending))
    elif days and instance.backup_retention_period:
        # From some days to other days nothing has to be restarted.
        apply(backend, instance, ["backup_retention_period"])
    for member in _AT_ONCE:
        if member in request:
            setattr(instance, _ATTRIBUTES.get(member, member), request[member])
    if request.get("enable_performance_insights"):
        instance.complete_performance_insights()
    elif request.get("enable_performance_insights") is False:
        instance.performance_insights_kms_key_id = instance.performance_insights_retention_period = None
    instance.update(
        manage_master_user_password=request.get("manage_master_user_password"),
        master_user_secret_kms_key_id=request.get("master_user_secret_kms_key_id"),
        rotate_master_user_password=request.get("rotate_master_user_password"),
    )
    _change_logs(instance, request.get("cloudwatch_logs_export_configuration") or {})


def apply(backend: "RdsBackend", instance: RdsInstance, members: list[str]) -> None:
    """Makes pending changes real."""
    for member in members:
        value = instance.pending.pop(member)
        if member == "new_db_instance_identifier":
            backend.rename(instance, value)
        elif member not in ("iops", "storage_throughput"):
            setattr(instance, _ATTRIBUTES.get(member, member), value)
        named = instance.db_parameter_group_name or ""
        if member == "engine_version" and named.startswith("default."):
            instance.db_parameter_group_name = f"default.{engine.family(value)}"
        if member in ("engine_version", "db_instance_class"):
            instance.boot()  # the engine restarts for it
        if member in ("allocated_storage", "storage_type", "iops", "storage_throughput"):
            instance.set_performance({member: value})


def _current(instance: RdsInstance, member: str) -> Any:
    if member == "db_subnet_group_name":
        group = getattr(instance, "db_subnet_group", None)
        return group.name if group else None
    return getattr(instance, _ATTRIBUTES.get(member, member))


def _resolve(instance: RdsInstance, request: dict[str, Any]) -> None:
    if "engine_version" in request:
        asked = str(request["engine_version"])
        same_major = asked == instance.engine_version.partition(".")[0]
        request["engine_version"] = instance.engine_version if same_major else engine.resolved_version(asked)
    if "allocated_storage" in request:
        asked_gib = int(request["allocated_storage"])
        request["allocated_storage"] = storage.grown(int(instance.allocated_storage), asked_gib)
    if "new_db_instance_identifier" in request:
        request["new_db_instance_identifier"] = request["new_db_instance_identifier"].lower()
    if "preferred_maintenance_window" in request:
        request["preferred_maintenance_window"] = request["preferred_maintenance_window"].lower()


def _check(backend: "RdsBackend", instance: RdsInstance, request: dict[str, Any]) -> None:
    version = request.get("engine_version", instance.engine_version)
    engine.check_upgrade(instance.engine_version, version, bool(request.get("allow_major_version_upgrade")))
    if "db_instance_class" in request:
        engine.check_class(request["db_instance_class"], version)
    group = request.get("db_parameter_group_name")
    if group and group not in backend.db_parameter_groups and not instance.is_default_parameter_group(group):
        raise errors.fault("DBParameterGroupNotFound", f"DBParameterGroup not found: {group}")
    creation.check_parameter_family(backend, group or instance.db_parameter_group_name, version)
    creation.check_groups(backend, request)
    creation.check_backups(request.get("backup_retention_period"))
    creation.check_insights(
        {
            "enable_performance_insights": instance.performance_insights_enabled,
            "performance_insights_retention_period": instance.performance_insights_retention_period,
            **request,
        }
    )
    if request.get("backup_retention_period") == 0 and instance.replicas:
        raise errors.invalid_state("Backups cannot be disabled on an instance with read replicas.")
    if request.get("max_allocated_storage"):
        gib = request.get("allocated_storage", instance.allocated_storage)
        storage.check_maximum(int(request["max_allocated_storage"]), int(gib))
    if request.get("master_user_password"):
        credentials.check_password(request["master_user_password"])
    if request.get("db_subnet_group_name"):
        backend.describe_db_subnet_groups(request["db_subnet_group_name"])
    _check_name(backend, instance, request.get("new_db_instance_identifier"))


def _check_name(backend: "RdsBackend", instance: RdsInstance, name: str | None) -> None:
    if name and name != instance.db_instance_identifier and name in backend.databases:
        raise errors.fault("DBInstanceAlreadyExists", "DB instance already exists")


def _change_logs(instance: RdsInstance, change: dict[str, list[str]]) -> None:
    gone = change.get("DisableLogTypes") or []
    kept = [log for log in instance.enabled_cloudwatch_logs_exports if log not in gone]
    added = [log for log in change.get("EnableLogTypes") or [] if log not in kept]
    instance.enabled_cloudwatch_logs_exports = kept + added
