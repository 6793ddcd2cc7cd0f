"""What AWS refuses of a domain's settings."""

import re
from functools import cache
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.utils import get_service_model

_PASSWORD = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[^A-Za-z0-9]).{8,}", re.DOTALL)
_ONLY_EBS = ("t2.", "t3.", "t4g.", "m4.", "m5.", "m6g.", "c5.", "c6g.", "r5.", "r6g.", "or1.")
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html#ebsresource
_MOST_GIB = {"t2.small.search": 35, "t2.medium.search": 35, "t3.small.search": 100, "t3.medium.search": 200}
_LEAST_GIB = 10
_WORDS = {1: "one", 2: "two", 3: "three"}


class ValidationException(JsonRESTError):
    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


class LimitExceededException(JsonRESTError):
    code = 409

    def __init__(self, message: str) -> None:
        super().__init__("LimitExceededException", message)


class ResourceAlreadyExistsException(JsonRESTError):
    code = 409

    def __init__(self, name: str) -> None:
        super().__init__("ResourceAlreadyExistsException", f"Domain already exists with the name: {name}")


def check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9\-]{2,27}", name):
        raise ValidationException(
            f"1 validation error detected: Value '{name}' at 'domainName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-z][a-z0-9\\-]+ and have a length of 3 to 28"
        )


def check(settings: dict[str, Any], ec2: Any) -> None:
    """Refuses settings, filled up, that a domain cannot have."""
    cluster = settings["ClusterConfig"]
    _check_cluster(cluster)
    _check_volumes(settings["EBSOptions"], cluster["InstanceType"])
    _check_security(settings)
    if settings.get("VPCOptions"):
        _check_subnets(settings["VPCOptions"], _zones(cluster), ec2)
    tunes = (settings.get("AutoTuneOptions") or {}).get("DesiredState") == "ENABLED"
    if tunes and cluster["InstanceType"].startswith(("t2.", "t3.")):
        raise ValidationException(
            "Autotune is not supported in t2/t3 instance types. Disable autotune or change your instance"
            " type."
        )


def check_change(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Refuses what a domain that exists cannot become."""
    for name, subject in (
        ("EncryptionAtRestOptions", "encryption at rest"),
        ("NodeToNodeEncryptionOptions", "node-to-node encryption"),
        ("AdvancedSecurityOptions", "advanced security options"),
    ):
        if old[name]["Enabled"] and not new[name]["Enabled"]:
            raise ValidationException(f"You cannot disable {subject} on an existing domain.")
    rest = "EncryptionAtRestOptions"
    if old[rest]["Enabled"] and old[rest].get("KmsKeyId") != new[rest].get("KmsKeyId"):
        raise ValidationException("You cannot change the KMS key of a domain that is encrypted at rest.")
    if ("VPCOptions" in old) != ("VPCOptions" in new):
        raise ValidationException("You cannot move an existing domain into a VPC.")


def _zones(cluster: dict[str, Any]) -> int:
    return (
        int(cluster["ZoneAwarenessConfig"]["AvailabilityZoneCount"])
        if "ZoneAwarenessConfig" in cluster
        else 1
    )


def _check_cluster(cluster: dict[str, Any]) -> None:
    for name in ("InstanceType", "DedicatedMasterType"):
        if cluster.get(name) and cluster[name] not in _instance_types():
            member, valid = f"clusterConfig.{name[0].lower()}{name[1:]}", ", ".join(_instance_types())
            raise ValidationException(
                f"1 validation error detected: Value '{cluster[name]}' at '{member}' failed to satisfy"
                f" constraint: Member must satisfy enum value set: [{valid}]"
            )
    zones = _zones(cluster)
    if cluster["InstanceCount"] < zones:
        nodes = f"{_WORDS[zones]} data node{'s' if zones > 1 else ''}"
        raise ValidationException(
            f"You must choose a minimum of {nodes} for a {_WORDS[zones]} Availability Zone deployment."
        )
    if cluster["DedicatedMasterEnabled"] and not cluster.get("DedicatedMasterCount"):
        raise ValidationException("You must specify the number of dedicated master nodes.")
    if cluster["MultiAZWithStandbyEnabled"] and (zones < 3 or not cluster["DedicatedMasterEnabled"]):
        raise ValidationException(
            "You must choose three Availability Zones and dedicated master nodes for Multi-AZ with Standby."
        )


def _check_volumes(volumes: dict[str, Any], instance_type: str) -> None:
    if not volumes["EBSEnabled"]:
        if instance_type.startswith(_ONLY_EBS):
            raise ValidationException(f"EBS storage must be selected for {instance_type}")
        return
    size, most = volumes.get("VolumeSize") or 0, _MOST_GIB.get(instance_type)
    if size < _LEAST_GIB or (most and size > most):
        upper = f"between {_LEAST_GIB} and {most}" if most else f"at least {_LEAST_GIB}"
        raise LimitExceededException(f"Volume size must be {upper} for {instance_type} instance type")


def _check_security(settings: dict[str, Any]) -> None:
    security = settings["AdvancedSecurityOptions"]
    if not security["Enabled"]:
        return
    for needed, subject in (
        (settings["NodeToNodeEncryptionOptions"]["Enabled"], "node-to-node encryption"),
        (settings["EncryptionAtRestOptions"]["Enabled"], "encryption at rest"),
        (settings["DomainEndpointOptions"]["EnforceHTTPS"], "Enforce HTTPS"),
    ):
        if not needed:
            raise ValidationException(f"You must enable {subject} to use advanced security options.")
    master = security.get("MasterUserOptions") or {}
    if security["InternalUserDatabaseEnabled"]:
        if not (master.get("MasterUserName") and master.get("MasterUserPassword")):
            raise ValidationException(
                "You must provide a master username and password when the internal user database is enabled."
            )
        if not _PASSWORD.fullmatch(master["MasterUserPassword"]):
            raise ValidationException(
                "The master user password must contain at least one uppercase letter, one lowercase letter,"
                " one number, and one special character, and be at least 8 characters long."
            )


def _check_subnets(vpc: dict[str, Any], zones: int, ec2: Any) -> None:
    subnets = vpc.get("SubnetIds") or []
    if len(subnets) != zones:
        count = f" because you've set zone count to {_WORDS[zones]}" if zones > 1 else ""
        raise ValidationException(
            f"You must specify exactly {_WORDS[zones]} subnet{'s' if zones > 1 else ''}{count}."
        )
    for subnet in subnets:
        if not any(subnet in zone for zone in ec2.subnets.values()):
            raise ValidationException(f"The subnet ID '{subnet}' does not exist")
    found = [ec2.get_subnet(subnet) for subnet in subnets]
    if len({subnet.availability_zone for subnet in found}) < len(found):
        raise ValidationException("You must specify subnets in different Availability Zones.")
    if len({subnet.vpc_id for subnet in found}) > 1:
        raise ValidationException("You must specify subnets of the same VPC.")
    for group in vpc.get("SecurityGroupIds") or []:
        known = ec2.get_security_group_from_id(group)
        if known is None or known.vpc_id != found[0].vpc_id:
            raise ValidationException(f"Invalid security group ID: {group}")


@cache
def _instance_types() -> tuple[str, ...]:
    model: Any = get_service_model("opensearch")
    return tuple(model.shape_for("OpenSearchPartitionInstanceType").enum)
