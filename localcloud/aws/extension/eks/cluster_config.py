"""UpdateClusterConfig: one kind of change per call, and no call without a change."""

from collections.abc import Mapping
from typing import Any

from localcloud.aws.extension.eks import access, errors, logging_types
from localcloud.aws.extension.eks.cluster_record import ClusterRecord, Shape
from localcloud.aws.extension.eks.clusters import ClusterOperations

_ENDPOINT_ACCESS = ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
# Member of the request -> kind of update; these are taken over as they come.
_PLAIN = {
    "upgradePolicy": "UpgradePolicyUpdate",
    "zonalShiftConfig": "ZonalShiftConfigUpdate",
    "computeConfig": "AutoModeUpdate",
    "storageConfig": "AutoModeUpdate",
    "remoteNetworkConfig": "RemoteNetworkConfigUpdate",
    "deletionProtection": "DeletionProtectionUpdate",
    "controlPlaneScalingConfig": "ControlPlaneScalingConfigUpdate",
}
_TOGETHER = frozenset(["computeConfig", "storageConfig", "kubernetesNetworkConfig"])


class ClusterConfigOperations(ClusterOperations):
    def update_cluster_configuration(self, params: Shape) -> Shape:
        record = self.cluster(params["name"])
        asked = {
            key: value
            for key, value in params.items()
            if key not in ("name", "clientRequestToken") and value is not None
        }
        if len(asked) != 1 and not (asked and _TOGETHER.issuperset(asked)):
            message = (
                "Only one type of update can be allowed." if asked else "No changes needed for the cluster"
            )
            raise errors.invalid_parameter(message, clusterName=record.name)
        update: Shape = {}
        for member, value in asked.items():
            update = self._update(record, member, value)
        return update

    def _update(self, record: ClusterRecord, member: str, value: Any) -> Shape:
        match member:
            case "resourcesVpcConfig":
                return self._update_vpc(record, value)
            case "logging":
                logging = logging_types.merged(record.shape["logging"], value)
                _require_change(record, "logging", logging)
                record.shape["logging"] = logging
                return record.record_update("LoggingUpdate", {"ClusterLogging": value})
            case "accessConfig":
                mode = access.changed_mode(record, value["authenticationMode"])
                record.shape["accessConfig"] = {"authenticationMode": mode}
                return record.record_update("AccessConfigUpdate", {"AuthenticationMode": mode})
            case "kubernetesNetworkConfig":
                record.shape[member] = {**record.shape[member], **value}
                return record.record_update("AutoModeUpdate", {"KubernetesNetworkConfig": value})
        _require_change(record, member, value)
        record.shape[member] = value
        return record.record_update(_PLAIN[member], {member[0].upper() + member[1:]: value})

    def _update_vpc(self, record: ClusterRecord, asked: Mapping[str, Any]) -> Shape:
        config = record.shape["resourcesVpcConfig"]
        changes = {
            key: value for key, value in asked.items() if value is not None and value != config.get(key)
        }
        if not changes:
            message = (
                "Cluster is already at the desired configuration with "
                f"endpointPrivateAccess: {config['endpointPrivateAccess']}, "
                f"endpointPublicAccess: {config['endpointPublicAccess']}, "
                f"and Public Endpoint Restrictions: {config['publicAccessCidrs']}"
            )
            raise errors.invalid_parameter(message, clusterName=record.name)
        if "subnetIds" in changes:
            self._subnets(record.name, changes["subnetIds"])
        config.update(changes)
        kind = "EndpointAccessUpdate" if set(changes) <= set(_ENDPOINT_ACCESS) else "VpcConfigUpdate"
        return record.record_update(kind, {key[0].upper() + key[1:]: value for key, value in changes.items()})


def _require_change(record: ClusterRecord, member: str, value: Any) -> None:
    if record.shape.get(member) == value:
        message = f"No changes needed for the {member} config provided"
        raise errors.invalid_parameter(message, clusterName=record.name)
