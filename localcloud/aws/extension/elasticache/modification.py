"""ModifyReplicationGroup: what happens at once, and what waits unless it is applied immediately."""

from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow

from localcloud.aws.extension.elasticache import creation, engine, errors
from localcloud.aws.extension.elasticache.group import CacheGroup, Shape

if TYPE_CHECKING:
    from localcloud.aws.extension.elasticache.service import CacheBackend

# Members of the request that change a setting of the same name at once.
_AT_ONCE = (
    "SnapshotRetentionLimit", "SnapshotWindow", "PreferredMaintenanceWindow", "NotificationTopicArn",
    "AutoMinorVersionUpgrade", "MultiAZEnabled", "IpDiscovery", "Durability",
)  # fmt: skip
# Member of the request -> name under which AWS shows that it waits.
_DEFERRED = {
    "CacheNodeType": "CacheNodeType",
    "EngineVersion": "EngineVersion",
    "AutomaticFailoverEnabled": "AutomaticFailoverStatus",
    "TransitEncryptionEnabled": "TransitEncryptionEnabled",
    "TransitEncryptionMode": "TransitEncryptionMode",
    "ClusterMode": "ClusterMode",
}
_MODES = ("disabled", "compatible", "enabled")


def modify(backend: "CacheBackend", group: CacheGroup, request: Shape) -> None:
    """Applies a request, or leaves part of it pending. Nothing is changed if AWS would refuse any of it."""
    wanted = _checked(backend, group, request)
    group.description = request.get("ReplicationGroupDescription", group.description)
    for member in _AT_ONCE:
        if member in request:
            group.settings[member] = request[member]
    if "SecurityGroupIds" in request:
        group.security_groups = list(request["SecurityGroupIds"])
    if "LogDeliveryConfigurations" in request:
        _change_logs(group, request["LogDeliveryConfigurations"])
    _change_token(group, request)
    for member, shown in _DEFERRED.items():
        if member in request:
            group.pending[shown] = _shown(member, request[member], wanted)
    if "Engine" in request and wanted != group.version:
        group.pending["EngineVersion"] = wanted.short
    if "Engine" in request or "EngineVersion" in request:
        # The engine is not among the members that AWS shows while they wait.
        group.waiting_version = wanted
    if "CacheParameterGroupName" in request and wanted == group.version:
        group.parameter_group = request["CacheParameterGroupName"]
    _drop_unchanged(group)
    if request.get("ApplyImmediately"):
        _apply(group, request.get("CacheParameterGroupName"))


def _checked(backend: "CacheBackend", group: CacheGroup, request: Shape) -> engine.Version:
    wanted = group.version
    if "Engine" in request or "EngineVersion" in request:
        wanted = engine.version(request.get("Engine", group.engine), request.get("EngineVersion"))
        engine.check_change(group.version, wanted)
    if "CacheNodeType" in request:
        engine.check_node_type(request["CacheNodeType"])
    parameter_group = request.get("CacheParameterGroupName")
    if parameter_group:
        backend.check_parameter_group(parameter_group, wanted.family)
    elif wanted.family != group.version.family and not group.parameter_group.startswith("default."):
        raise errors.invalid_combination(
            f"The parameter group {group.parameter_group} does not fit {wanted.engine} {wanted.short}: "
            f"name one of family {wanted.family}."
        )
    creation.check_security_groups(backend, request.get("SecurityGroupIds") or [])
    _check_failover(group, request)
    mode = request.get("ClusterMode")
    if mode and _MODES.index(mode) < _MODES.index(group.cluster_mode):
        raise errors.invalid_combination(
            f"Cannot change the cluster mode from {group.cluster_mode} to {mode}."
        )
    if mode == "enabled" and group.cluster_mode == "disabled":
        raise errors.invalid_combination("Set the cluster mode to compatible before you set it to enabled.")
    if request.get("AuthToken"):
        creation.check_token(request["AuthToken"], {**group.settings, **_known(group, request)})
    return wanted


def _check_failover(group: CacheGroup, request: Shape) -> None:
    before = group.settings
    group.settings = {**before, **_known(group, request)}
    try:
        creation.check_failover(group)
    finally:
        group.settings = before


def _known(group: CacheGroup, request: Shape) -> Shape:
    return {key: value for key, value in request.items() if key in group.settings}


def _change_token(group: CacheGroup, request: Shape) -> None:
    strategy = request.get("AuthTokenUpdateStrategy")
    if strategy == "DELETE":
        group.has_auth_token, group.auth_token_changed = False, None
    elif request.get("AuthToken"):
        group.has_auth_token, group.auth_token_changed = True, utcnow()


def _change_logs(group: CacheGroup, asked: list[Shape]) -> None:
    types = {item["LogType"] for item in asked}
    kept = [item for item in group.settings["LogDeliveryConfigurations"] if item["LogType"] not in types]
    group.settings["LogDeliveryConfigurations"] = kept + creation.log_configurations(asked)


def _shown(member: str, value: Any, wanted: engine.Version) -> Any:
    if member == "AutomaticFailoverEnabled":
        return "enabled" if value else "disabled"
    return wanted.short if member == "EngineVersion" else value


def _present(group: CacheGroup) -> Shape:
    return {
        "CacheNodeType": group.node_type,
        "EngineVersion": group.version.short if _waiting(group).engine == group.engine else None,
        "AutomaticFailoverStatus": "enabled" if group.settings["AutomaticFailoverEnabled"] else "disabled",
        "TransitEncryptionEnabled": group.settings["TransitEncryptionEnabled"],
        "TransitEncryptionMode": group.settings.get("TransitEncryptionMode"),
        "ClusterMode": group.cluster_mode,
    }


def _waiting(group: CacheGroup) -> engine.Version:
    return group.waiting_version or group.version


def _drop_unchanged(group: CacheGroup) -> None:
    present = _present(group)
    group.pending = {name: value for name, value in group.pending.items() if value != present[name]}


def _apply(group: CacheGroup, parameter_group: str | None) -> None:
    pending, group.pending = group.pending, {}
    group.node_type = pending.get("CacheNodeType", group.node_type)
    if "EngineVersion" in pending:
        former, group.version = group.version, _waiting(group)
        if parameter_group:
            group.parameter_group = parameter_group
        elif former.family != group.version.family:
            group.parameter_group = group.version.default_group(group.clustered)
    if "AutomaticFailoverStatus" in pending:
        group.settings["AutomaticFailoverEnabled"] = pending["AutomaticFailoverStatus"] == "enabled"
    for member in ("TransitEncryptionEnabled", "TransitEncryptionMode"):
        if member in pending:
            group.settings[member] = pending[member]
    group.cluster_mode = pending.get("ClusterMode", group.cluster_mode)
