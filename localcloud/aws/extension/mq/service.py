"""MQ's backend: what RabbitMQ on AWS takes, and what it refuses."""

import re
from typing import Any

from moto.ec2.models import ec2_backends
from moto.mq.exceptions import BadRequestException, ConflictException, UnknownBroker
from moto.mq.models import MQBackend

# Version of RabbitMQ -> instance families and sizes; https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/
_M5 = [f"mq.m5.{size}" for size in ("large", "xlarge", "2xlarge", "4xlarge")]
_M7G = [
    f"mq.m7g.{size}" for size in ("medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge")
]
_VERSIONS = {"3.13": [*_M5, *_M7G], "4.2": _M7G}
_MODES = ("SINGLE_INSTANCE", "CLUSTER_MULTI_AZ")
_PASSWORD = re.compile(r"[^,:=]{12,250}")
OPERATIONS = {
    "describe_broker_instance_options": "instance_options",
    "describe_broker_engine_types": "engine_types",
}


class MqBackend(MQBackend):
    def create_broker(self, **settings: Any) -> tuple[str, str]:  # type: ignore[override]  # keywords as the API has them
        if any(broker.name == settings["broker_name"] for broker in self.brokers.values()):
            raise ConflictException(f"A broker with the name [{settings['broker_name']}] already exists.")
        if settings["engine_type"].upper() == "RABBITMQ":
            settings["engine_version"] = settings["engine_version"] or max(_VERSIONS)
            _check_type(settings["engine_version"], settings["host_instance_type"])
            _check_users(settings["users"])
            if (settings["logs"] or {}).get("Audit"):
                raise BadRequestException("Audit logging is not supported for RabbitMQ brokers.")
            self._check_network(settings)
        settings["tags"] = settings["tags"] or {}
        return super().create_broker(**settings)

    def update_broker(self, **settings: Any) -> None:  # type: ignore[override]  # keywords as the API has them
        broker: Any = self.describe_broker(settings["broker_id"])
        if broker.engine_type.upper() == "RABBITMQ":
            waiting = broker.pending
            version = settings["engine_version"] or waiting.get("engine_version") or broker.engine_version
            host = settings["host_instance_type"] or waiting.get("host_instance_type")
            _check_type(version, host or broker.host_instance_type)
            if list(_VERSIONS).index(version) < list(_VERSIONS).index(broker.engine_version):
                raise BadRequestException(
                    f"Broker engine version cannot be changed from [{broker.engine_version}] to [{version}]."
                )
        super().update_broker(**settings)

    def delete_broker(self, broker_id: str) -> None:
        if broker_id not in self.brokers:
            raise UnknownBroker(broker_id)
        super().delete_broker(broker_id)

    def instance_options(self, params: dict[str, Any]) -> dict[str, Any]:
        zones = [{"Name": f"{self.region_name}{letter}"} for letter in "abc"]
        types = [params["HostInstanceType"]] if params.get("HostInstanceType") else [*_M5, *_M7G]
        options = [
            {
                "AvailabilityZones": zones,
                "EngineType": "RABBITMQ",
                "HostInstanceType": host,
                "StorageType": "EBS",
                "SupportedDeploymentModes": list(_MODES),
                "SupportedEngineVersions": [version for version, hosts in _VERSIONS.items() if host in hosts],
            }
            for host in types
            if host in _VERSIONS["3.13"] and params.get("EngineType") in (None, "RABBITMQ")
        ]
        return {"BrokerInstanceOptions": options, "MaxResults": 100}

    def engine_types(self, params: dict[str, Any]) -> dict[str, Any]:
        versions = [{"Name": version} for version in _VERSIONS]
        return {
            "BrokerEngineTypes": [{"EngineType": "RABBITMQ", "EngineVersions": versions}],
            "MaxResults": 100,
        }

    def _check_network(self, settings: dict[str, Any]) -> None:
        mode, subnets = settings["deployment_mode"], settings["subnet_ids"]
        if mode not in _MODES:
            valid = ", ".join(_MODES)
            raise BadRequestException(
                f"Deployment mode [{mode}] is invalid for RabbitMQ. Valid values: [{valid}]"
            )
        if mode == "SINGLE_INSTANCE" and len(subnets) > 1:
            raise BadRequestException(
                f"Specify exactly 1 subnet for a {mode} broker, and not {len(subnets)}."
            )
        ec2 = ec2_backends[self.account_id][self.region_name]
        zones = []
        for subnet in subnets:
            if not any(subnet in zone for zone in ec2.subnets.values()):
                raise BadRequestException(f"Subnet [{subnet}] doesn't exist.")
            zones.append(ec2.get_subnet(subnet).availability_zone)
        if len(set(zones)) < len(zones):
            raise BadRequestException("The subnets of a broker must be in different Availability Zones.")
        for group in settings["security_groups"] or []:
            if ec2.get_security_group_from_id(group) is None:
                raise BadRequestException(f"Security group [{group}] doesn't exist.")


def _check_type(version: str, host: str) -> None:
    if version not in _VERSIONS:
        valid = ", ".join(_VERSIONS)
        raise BadRequestException(
            f"Broker engine version [{version}] is invalid. Valid values are: [{valid}]"
        )
    if host not in _VERSIONS[version]:
        raise BadRequestException(
            f"Broker engine type [RabbitMQ] does not support host instance type [{host}]"
            f" with version [{version}]."
        )


def _check_users(users: list[dict[str, Any]]) -> None:
    if len(users) != 1:
        raise BadRequestException(
            f"A RabbitMQ broker is created with exactly one user, and not {len(users)}."
        )
    if not _PASSWORD.fullmatch(users[0]["Password"]):
        raise BadRequestException(
            "The password must be at least 12 characters long and must not contain ',', ':' or '='."
        )
