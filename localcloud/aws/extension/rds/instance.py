"""An RDS instance for PostgreSQL, described as AWS describes it."""

import string
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

from moto.moto_api._internal import mock_random
from moto.rds.models import DBInstance

from localcloud.aws.extension.rds import engine, storage

_CA = "rds-ca-rsa2048-g1"
_CA_VALID_TILL = datetime(2061, 5, 25, tzinfo=UTC)
_HOSTED_ZONES = {
    "us-east-1": "Z2R2ITUGPM61AM", "us-east-2": "Z2XHWR1WZ565X2", "us-west-2": "Z1PVIF0B656C1W",
    "eu-west-1": "Z29XKXDKYMONMX", "eu-central-1": "Z1RLNUO7B9Q6NB",
}  # fmt: skip
_RESOURCE_ID = string.ascii_uppercase + string.digits[2:8]
_NO_REPLICATION: dict[str, Any] = {}
# Attributes that AWS describes and moto does not have; request member -> (attribute, default).
_FURTHER: dict[str, tuple[str, Any]] = {
    "enable_performance_insights": ("performance_insights_enabled", False),
    "performance_insights_kms_key_id": ("performance_insights_kms_key_id", None),
    "performance_insights_retention_period": ("performance_insights_retention_period", None),
    "database_insights_mode": ("database_insights_mode", "standard"),
    "engine_lifecycle_support": ("engine_lifecycle_support", "open-source-rds-extended-support"),
    "network_type": ("network_type", "IPV4"),
    "dedicated_log_volume": ("dedicated_log_volume", False),
    "backup_target": ("backup_target", "region"),
    "promotion_tier": ("promotion_tier", None),
}


class RdsInstance(DBInstance):
    """`pending` holds changes that wait for the maintenance window, by the name of the request's member.

    `booted` is what the instance started with: the name of its parameter group and the values in it.
    """

    pending: dict[str, Any]
    booted: tuple[str, dict[str, str]]

    def __init__(self, backend: Any, **settings: Any) -> None:
        super().__init__(backend, **settings)
        letters = (mock_random.choice(_RESOURCE_ID) for _ in range(26))
        self.dbi_resource_id = f"db-{''.join(letters)}"
        self.license_model = "postgresql-license"
        self.ca_certificate_identifier = settings.get("ca_certificate_identifier") or _CA
        if not self.option_group_supplied:
            self.option_group_name = f"default:postgres-{self.engine_version.partition('.')[0]}"
        self.set_performance(settings)
        self.pending = {}
        for member, (attribute, default) in _FURTHER.items():
            value = settings.get(member)
            setattr(self, attribute, default if value is None else value)
        if self.performance_insights_enabled:
            self.complete_performance_insights()
        self.boot()

    # What moto sets from settings of the same name, and mypy cannot see.
    performance_insights_enabled: bool
    performance_insights_kms_key_id: str | None
    performance_insights_retention_period: int | None

    def complete_performance_insights(self) -> None:
        """What AWS fills in when Performance Insights is turned on."""
        self.performance_insights_retention_period = self.performance_insights_retention_period or 7
        if not self.performance_insights_kms_key_id:
            self.performance_insights_kms_key_id = self.backend.kms.describe_key("alias/aws/rds").arn

    def set_performance(self, settings: Any) -> None:
        iops, throughput = storage.performance(settings, int(self.allocated_storage), self.storage_type)
        self.iops: Any = iops
        self.storage_throughput = throughput

    def boot(self) -> None:
        """Takes over the parameter group as it is now."""
        self.booted = self.parameters()

    def parameters(self) -> tuple[str, dict[str, str]]:
        """Name of the parameter group, and the values that a user set in it."""
        group = self.db_parameter_groups()[0]
        values = {name: str(parameter.get("ParameterValue")) for name, parameter in group.parameters.items()}
        return group.name, values

    @property
    def db_parameter_group_status_list(self) -> Any:
        """Moto answers in-sync always, and writes it into the group that other instances share."""
        name, _ = self.parameters()
        status = "in-sync" if self.parameters() == self.booted else "pending-reboot"
        return [{"DBParameterGroupName": name, "ParameterApplyStatus": status}]

    @property
    def pending_modified_values(self) -> dict[str, Any]:
        from localcloud.aws.extension.rds.modification import PENDING_NAMES

        return {PENDING_NAMES[member]: value for member, value in self.pending.items()}

    @property
    def address(self) -> str:
        of_account = int(
            sha1(f"{self.account_id} {self.region}".encode(), usedforsecurity=False).hexdigest(), 16
        )
        digits = string.digits + string.ascii_lowercase
        suffix = "".join(digits[of_account // 36**place % 36] for place in range(11))
        return f"{self.db_instance_identifier}.c{suffix}.{self.region}.rds.amazonaws.com"

    @property
    def endpoint(self) -> dict[str, Any]:
        zone = _HOSTED_ZONES.get(self.region, "Z0000000000000")
        return {"Address": self.address, "Port": self.port, "HostedZoneId": zone}

    @property
    def db_instance_port(self) -> int | None:
        """AWS answers 0 here and tells the port in the endpoint."""
        return 0

    @property
    def status_infos(self) -> list[dict[str, Any]]:
        if not self.is_replica:
            return []
        return [{"StatusType": "read replication", "Normal": True, "Status": "replicating"}]

    @property
    def certificate_details(self) -> dict[str, Any]:
        return {"CAIdentifier": self.ca_certificate_identifier, "ValidTill": _CA_VALID_TILL}

    @property
    def secondary_availability_zone(self) -> str | None:
        """The zone of the standby: another one of the subnet group."""
        if not self.multi_az:
            return None
        backend: Any = self.backend
        others = [zone for zone in backend.zones_of(self) if zone != self.availability_zone]
        return others[0] if others else None

    @property
    def enhanced_monitoring_resource_arn(self) -> str | None:
        if not self.monitoring_interval:
            return None
        logs = f"arn:{self.partition}:logs:{self.region}:{self.account_id}"
        return f"{logs}:log-group:RDSOSMetrics:log-stream:{self.dbi_resource_id}"

    @property
    def parameter_family(self) -> str:
        return engine.family(self.engine_version)
