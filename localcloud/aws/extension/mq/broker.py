"""A broker, with the changes that wait for its reboot."""

from typing import Any

from moto.moto_api._internal import mock_random
from moto.mq import models


class Broker(models.Broker):
    """`pending` are changes by the request's members; named as moto's, whose serializer goes by the name."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        region = settings["region"]
        self.id = f"b-{mock_random.uuid4()}"
        self.arn = f"{self.arn.rpartition(':broker:')[0]}:broker:{self.name}:{self.id}"
        self.pending: dict[str, Any] = {}
        self.authentication_strategy = self.authentication_strategy or "SIMPLE"
        self.storage_type = self.storage_type or "EBS"
        if not settings.get("maintenance_window_start_time"):
            self.maintenance_window_start_time = {
                "DayOfWeek": "SUNDAY", "TimeOfDay": "03:00", "TimeZone": "UTC",
            }  # fmt: skip
        if self.engine_type.upper() == "RABBITMQ":
            # One name for all nodes of a cluster.
            host = f"{self.id}.mq.{region}.on.aws"
            self.instances = [{"consoleURL": f"https://{host}", "endpoints": [f"amqps://{host}:5671"]}]
        self._describe_logs()

    def update(self, **changes: Any) -> None:  # type: ignore[override]  # keywords as the API has them
        """What needs no reboot is changed, the rest waits for it."""
        given = {name: value for name, value in changes.items() if value is not None}
        for name in ("auto_minor_version_upgrade", "maintenance_window_start_time"):
            if name in given:
                setattr(self, name, given[name])
        for name in ("engine_version", "host_instance_type", "security_groups", "logs", "configuration"):
            if name not in given:
                continue
            if given[name] == self._current(name):
                self.pending.pop(name, None)
            else:
                self.pending[name] = given[name]
        self._describe_logs()

    def reboot(self) -> None:
        pending, self.pending = self.pending, {}
        for name, value in pending.items():
            if name == "configuration":
                self.configurations["history"].append(self.configurations["current"])
                self.configurations["current"] = value
            else:
                setattr(self, name, value)
        self._describe_logs()

    @property
    def pending_engine_version(self) -> str | None:
        return self.pending.get("engine_version")

    @property
    def pending_host_instance_type(self) -> str | None:
        return self.pending.get("host_instance_type")

    @property
    def pending_security_groups(self) -> list[str] | None:
        return self.pending.get("security_groups")

    def _current(self, name: str) -> Any:
        if name == "logs":
            return {"General": self.logs["General"]}
        return self.configurations["current"] if name == "configuration" else getattr(self, name)

    def _describe_logs(self) -> None:
        logs: dict[str, Any] = {"General": bool(self.logs.get("General"))}
        if self.engine_type.upper() == "ACTIVEMQ":
            logs["Audit"] = bool(self.logs.get("Audit"))
        logs["GeneralLogGroup"] = f"/aws/amazonmq/broker/{self.id}/general"
        if "logs" in self.pending:
            logs["Pending"] = self.pending["logs"]
        self.logs = logs
        self.configurations.pop("pending", None)
        if "configuration" in self.pending:
            self.configurations["pending"] = self.pending["configuration"]
