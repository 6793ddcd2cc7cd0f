"""What RDS checks and fills in when an instance is created."""

from typing import TYPE_CHECKING, Any

from moto.ec2.models import ec2_backends

from localcloud.aws.extension.rds import credentials, engine, errors, storage

if TYPE_CHECKING:
    from localcloud.aws.extension.rds.service import RdsBackend

Settings = dict[str, Any]
_PERFORMANCE_INSIGHTS_DAYS = frozenset([7, 731, *(31 * months for months in range(1, 24))])
_LOGS = ("iam-db-auth-error", "postgresql", "upgrade")


def completed(backend: "RdsBackend", asked: Settings) -> Settings:
    """The settings of a new instance. Raises AWS's errors for those that do not go together."""
    settings = {key: value for key, value in asked.items() if value is not None}
    settings["engine_version"] = engine.resolved_version(
        settings.get("engine_version") or engine.DEFAULT_VERSION
    )
    settings.setdefault("storage_type", "io1" if settings.get("iops") else "gp3")
    if "allocated_storage" not in settings:
        raise errors.invalid_combination("You must specify AllocatedStorage")
    storage.check_size(int(settings["allocated_storage"]), settings["storage_type"])
    check_common(backend, settings)
    _check_master(settings)
    if settings.get("storage_encrypted"):
        settings["kms_key_id"] = backend.kms_key_arn(settings.get("kms_key_id"))
    settings.setdefault("availability_zone", backend.quietest_zone(settings.get("db_subnet_group_name")))
    settings.setdefault("publicly_accessible", "db_subnet_group_name" not in settings)
    fill_in_security_groups(backend, settings)
    return settings


def check_common(backend: "RdsBackend", settings: Settings) -> None:
    """The checks that instances and replicas share."""
    engine.check_class(settings["db_instance_class"], settings["engine_version"])
    check_groups(backend, settings)
    check_backups(settings.get("backup_retention_period"))
    check_insights(settings)
    if settings.get("max_allocated_storage"):
        storage.check_maximum(int(settings["max_allocated_storage"]), int(settings["allocated_storage"]))
    check_parameter_family(backend, settings.get("db_parameter_group_name"), settings["engine_version"])
    for log in settings.get("enable_cloudwatch_logs_exports") or []:
        if log not in _LOGS:
            raise errors.invalid_combination(
                f"You cannot use the log types '{log}' with engine version postgres "
                f"{settings['engine_version']}. Available log types: {', '.join(_LOGS)}."
            )


def check_groups(backend: "RdsBackend", settings: Settings) -> None:
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    for group_id in settings.get("vpc_security_group_ids") or []:
        if ec2.get_security_group_from_id(group_id) is None:
            raise errors.invalid_value(f"Invalid security group , groupId= {group_id}, groupName=.")


def check_backups(days: int | None) -> None:
    if days is not None and not 0 <= int(days) <= 35:
        raise errors.invalid_value(f"Invalid backup retention period: {days}. It must be between 0 and 35.")


def check_insights(settings: Settings) -> None:
    days = settings.get("performance_insights_retention_period")
    if days is not None and int(days) not in _PERFORMANCE_INSIGHTS_DAYS:
        raise errors.invalid_value(
            f"Invalid Performance Insights retention period {days}. Valid values: 7, 731, multiples of 31."
        )
    if settings.get("database_insights_mode") == "advanced" and (
        not settings.get("enable_performance_insights") or int(days or 7) < 465
    ):
        raise errors.invalid_combination(
            "To enable the Advanced mode of Database Insights, enable Performance Insights and set its "
            "retention period to at least 465 days."
        )


def check_parameter_family(backend: "RdsBackend", group_name: str | None, version: str) -> None:
    group = backend.db_parameter_groups.get(group_name or "")
    # The default group changes with the version by itself.
    if group is not None and not group.name.startswith("default.") and group.family != engine.family(version):
        raise errors.invalid_combination(
            f"The parameter group {group_name} with DBParameterGroupFamily {group.family} cannot be used "
            "for this instance. Please use a Parameter Group with DBParameterGroupFamily "
            f"{engine.family(version)}"
        )


def _check_master(settings: Settings) -> None:
    if "master_username" not in settings:
        raise errors.invalid_value("The parameter MasterUsername must be provided and must not be blank.")
    credentials.check_username(settings["master_username"])
    managed = settings.get("manage_master_user_password")
    password = settings.get("master_user_password")
    if managed and password:
        raise errors.invalid_combination(
            "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled."
        )
    if not managed:
        credentials.check_password(password or "")


def fill_in_security_groups(backend: "RdsBackend", settings: Settings) -> None:
    """The default is the default group of the subnet group's VPC; moto takes that of the default VPC."""
    if settings.get("vpc_security_group_ids") or "db_subnet_group_name" not in settings:
        return
    vpc_id = backend.describe_db_subnet_groups(settings["db_subnet_group_name"])[0].vpc_id
    group = ec2_backends[backend.account_id][backend.region_name].get_default_security_group(vpc_id)
    if group is not None:
        settings["vpc_security_group_ids"] = [group.id]
