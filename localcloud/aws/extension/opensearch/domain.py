"""A domain: its settings as AWS fills them up and tells them."""

import copy
from datetime import UTC, datetime
from typing import Any

from moto.core.common_models import BaseModel
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

_OFF = {"Enabled": False}
_DEFAULTS: dict[str, Any] = {
    "ClusterConfig": {
        "InstanceType": "m4.large.search",
        "InstanceCount": 1,
        "DedicatedMasterEnabled": False,
        "ZoneAwarenessEnabled": False,
        "WarmEnabled": False,
        "ColdStorageOptions": _OFF,
        "MultiAZWithStandbyEnabled": False,
    },
    "EBSOptions": {"EBSEnabled": False},
    "AccessPolicies": "",
    "IPAddressType": "ipv4",
    "SnapshotOptions": {"AutomatedSnapshotStartHour": 0},
    "CognitoOptions": _OFF,
    "EncryptionAtRestOptions": _OFF,
    "NodeToNodeEncryptionOptions": _OFF,
    "AdvancedOptions": {
        "override_main_response_version": "false",
        "rest.action.multi.allow_explicit_index": "true",
    },
    "DomainEndpointOptions": {
        "EnforceHTTPS": False,
        "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07",
        "CustomEndpointEnabled": False,
    },
    "AdvancedSecurityOptions": {
        "Enabled": False,
        "InternalUserDatabaseEnabled": False,
        "AnonymousAuthEnabled": False,
    },
    "OffPeakWindowOptions": {
        "Enabled": True,
        "OffPeakWindow": {"WindowStartTime": {"Hours": 3, "Minutes": 0}},
    },
    "SoftwareUpdateOptions": {"AutoSoftwareUpdateEnabled": False},
}
_GP3 = {"Iops": 3000, "Throughput": 125}
_DATABASE_OF_USERS = "MasterUserOptions"
# What a domain can be given beside those with a default.
_OPTIONAL = (
    "VPCOptions",
    "LogPublishingOptions",
    "AutoTuneOptions",
    "IdentityCenterOptions",
    "AIMLOptions",
    "DeploymentStrategyOptions",
    "AutomatedSnapshotPauseOptions",
    "UseCase",
    "EngineMode",
)
_SETTINGS = (*_DEFAULTS, *_OPTIONAL)
# Its members are replaced as a whole, and not one by one.
_WHOLE = frozenset({"AccessPolicies", "IPAddressType", "UseCase", "EngineMode"})


class Domain(BaseModel):
    """`settings` are as the request names its members, filled up by what AWS takes for what is not given."""

    engine_type = "OpenSearch"

    def __init__(
        self, account_id: str, region: str, name: str, version: str, settings: dict[str, Any]
    ) -> None:
        self.domain_name = name
        self.engine_version = version
        self.arn = f"arn:{get_partition(region)}:es:{region}:{account_id}:domain/{name}"
        self.settings = settings
        self.deleted = False
        self.created = self.changed = datetime.now(UTC)
        self.revision = 1
        self.change = str(mock_random.uuid4())
        self._account_id = account_id
        # One for its whole life, as the name in DNS.
        kind = "vpc" if "VPCOptions" in settings else "search"
        hash = mock_random.get_random_string(26, lower_case=True)
        self._host = f"{kind}-{name}-{hash}.{region}.es.amazonaws.com"

    def update(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self._note_change()

    def upgrade(self, version: str) -> None:
        self.engine_version = version
        self._note_change()

    def delete(self) -> None:
        self.deleted = True

    def to_dict(self) -> dict[str, Any]:
        described = {
            "DomainId": f"{self._account_id}/{self.domain_name}",
            "DomainName": self.domain_name,
            "ARN": self.arn,
            "Created": True,
            "Deleted": self.deleted,
            "Processing": self.deleted,
            "UpgradeProcessing": False,
            "DomainProcessingStatus": "Deleting" if self.deleted else "Active",
            "EngineVersion": self.engine_version,
            "ServiceSoftwareOptions": {
                "UpdateAvailable": False,
                "Cancellable": False,
                "UpdateStatus": "COMPLETED",
                "Description": "There is no software update available for this domain.",
                "OptionalDeployment": True,
            },
            "ChangeProgressDetails": {"ChangeId": self.change},
            "ModifyingProperties": [],
            **self.options(),
        }
        if "VPCOptions" in self.settings:
            return {**described, "Endpoints": {"vpc": self._host}}
        return {**described, "Endpoint": self._host}

    def to_config_dict(self) -> dict[str, Any]:
        status = {
            "CreationDate": self.created,
            "UpdateDate": self.changed,
            "UpdateVersion": self.revision,
            "State": "Active",
            "PendingDeletion": False,
        }
        options = {"EngineVersion": self.engine_version, **self.options()}
        return {name: {"Options": value, "Status": status} for name, value in options.items()}

    def options(self) -> dict[str, Any]:
        """The settings as they are told: without the master user, and with what follows from others."""
        options = copy.deepcopy(self.settings)
        options["AdvancedSecurityOptions"].pop(_DATABASE_OF_USERS, None)
        options["AutoTuneOptions"] = _auto_tune(self.settings)
        return options

    def _note_change(self) -> None:
        self.changed = datetime.now(UTC)
        self.revision += 1
        self.change = str(mock_random.uuid4())


def filled_up(request: dict[str, Any]) -> dict[str, Any]:
    """The settings of a new domain."""
    return merged(_DEFAULTS, request)


def merged(settings: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """The settings after an update: what it does not name stays as it was, member by member."""
    result = copy.deepcopy(settings)
    for name in _SETTINGS:
        if request.get(name) is None:
            continue
        whole = name in _WHOLE or name not in result
        result[name] = copy.deepcopy(request[name]) if whole else {**result[name], **request[name]}
    cluster, volumes = result["ClusterConfig"], result["EBSOptions"]
    if cluster["ZoneAwarenessEnabled"]:
        cluster["ZoneAwarenessConfig"] = cluster.get("ZoneAwarenessConfig") or {"AvailabilityZoneCount": 2}
    else:
        cluster.pop("ZoneAwarenessConfig", None)
    if volumes["EBSEnabled"]:
        volumes.setdefault("VolumeType", "gp2")
        if volumes["VolumeType"] == "gp3":
            result["EBSOptions"] = {**_GP3, **volumes}
        else:
            volumes.pop("Throughput", None)
    return result


def _auto_tune(settings: dict[str, Any]) -> dict[str, Any]:
    wanted = settings.get("AutoTuneOptions") or {}
    small = settings["ClusterConfig"]["InstanceType"].startswith(("t2.", "t3."))
    state = wanted.get("DesiredState") or ("DISABLED" if small else "ENABLED")
    return {"State": state, "UseOffPeakWindow": bool(wanted.get("UseOffPeakWindow"))}
