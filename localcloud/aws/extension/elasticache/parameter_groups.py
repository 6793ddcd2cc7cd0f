"""Cache parameter groups: the default ones of every family, and those that users make."""

from dataclasses import dataclass, field

from localcloud.aws.extension.elasticache import engine, errors
from localcloud.aws.extension.elasticache.group import Shape
from localcloud.aws.extension.elasticache.records import CacheRecords

_POLICIES = (
    "volatile-lru,allkeys-lru,volatile-lfu,allkeys-lfu,volatile-random,allkeys-random,volatile-ttl,noeviction"
)
# Name -> (default, allowed values, type). Not all of the engine's, but those that platforms set.
_PARAMETERS = {
    "activedefrag": ("no", "yes,no", "string"),
    "activerehashing": ("yes", "yes,no", "string"),
    "client-output-buffer-limit-pubsub-hard-limit": ("33554432", "0-", "integer"),
    "close-on-replica-write": ("yes", "yes,no", "string"),
    "cluster-enabled": ("no", "yes,no", "string"),
    "databases": ("16", "1-1200000", "integer"),
    "hash-max-listpack-entries": ("512", "0-", "integer"),
    "latency-tracking": ("no", "yes,no", "string"),
    "lazyfree-lazy-eviction": ("yes", "yes,no", "string"),
    "lazyfree-lazy-expire": ("yes", "yes,no", "string"),
    "maxmemory-policy": ("volatile-lru", _POLICIES, "string"),
    "maxmemory-samples": ("3", "1-", "integer"),
    "min-replicas-to-write": ("0", "0-", "integer"),
    "notify-keyspace-events": ("", "", "string"),
    "reserved-memory-percent": ("25", "0-100", "integer"),
    "slowlog-log-slower-than": ("10000", "-", "integer"),
    "slowlog-max-len": ("128", "0-", "integer"),
    "tcp-keepalive": ("300", "0-", "integer"),
    "timeout": ("0", "0,20-", "integer"),
}
# The engine has them and ElastiCache does not give them out.
_WITHHELD = ("appendonly", "appendfsync", "save", "dir", "bind", "port", "requirepass", "maxmemory")


@dataclass
class ParameterGroup:
    name: str
    family: str
    description: str
    arn: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def is_default(self) -> bool:
        return self.name.startswith("default.")

    @property
    def shape(self) -> Shape:
        return {
            "CacheParameterGroupName": self.name,
            "CacheParameterGroupFamily": self.family,
            "Description": self.description,
            "IsGlobal": False,
            "ARN": self.arn,
        }


class ParameterGroupOperations(CacheRecords):
    def parameter_group(self, name: str) -> ParameterGroup:
        if name not in self.parameter_groups:
            raise errors.fault("CacheParameterGroupNotFound", f"CacheParameterGroup {name} not found.")
        return self.parameter_groups[name]

    def check_parameter_group(self, name: str, family: str) -> None:
        group = self.parameter_group(name)
        if group.family != family:
            raise errors.invalid_combination(
                f"Expected a parameter group of family {family} but found one of family {group.family}"
            )

    def is_cluster_enabled(self, name: str) -> bool:
        return self.parameter_group(name).values.get("cluster-enabled") == "yes"

    def create_cache_parameter_group(self, params: Shape) -> Shape:
        name, family = params["CacheParameterGroupName"], params["CacheParameterGroupFamily"]
        if name in self.parameter_groups:
            message = f"CacheParameterGroup {name} already exists."
            raise errors.fault("CacheParameterGroupAlreadyExists", message)
        if family not in engine.FAMILIES:
            raise errors.invalid_value(
                f"CacheParameterGroupFamily {family} is not a valid parameter group family. "
                f"Valid values: {', '.join(engine.FAMILIES)}."
            )
        group = ParameterGroup(name, family, params["Description"], self.arn("parametergroup", name))
        self.parameter_groups[name] = group
        self.keep_tags(group.arn, params)
        return {"CacheParameterGroup": group.shape}

    def describe_cache_parameter_groups(self, params: Shape) -> Shape:
        name = params.get("CacheParameterGroupName")
        groups = [self.parameter_group(name)] if name else list(self.parameter_groups.values())
        return {"CacheParameterGroups": [group.shape for group in groups]}

    def describe_cache_parameters(self, params: Shape) -> Shape:
        group = self.parameter_group(params["CacheParameterGroupName"])
        shown = []
        for name in sorted({*_PARAMETERS, *group.values}):
            default, allowed, data_type = _PARAMETERS.get(name, ("", "", "string"))
            source = "user" if name in group.values and not group.is_default else "system"
            if params.get("Source") in (None, source):
                shown.append(
                    {
                        "ParameterName": name,
                        "ParameterValue": group.values.get(name, default),
                        "Source": source,
                        "DataType": data_type,
                        "AllowedValues": allowed,
                        "IsModifiable": True,
                        "ChangeType": "requires-reboot" if name == "databases" else "immediate",
                    }
                )
        return {"Parameters": shown}

    def modify_cache_parameter_group(self, params: Shape) -> Shape:
        group = self._own(params["CacheParameterGroupName"])
        changes = {item["ParameterName"]: item["ParameterValue"] for item in params["ParameterNameValues"]}
        for name, value in changes.items():
            _check(name, value)
        if "cluster-enabled" in changes and self._users(group.name):
            raise errors.fault(
                "InvalidCacheParameterGroupState",
                f"cluster-enabled cannot be changed while {group.name} is in use.",
            )
        group.values.update(changes)
        return {"CacheParameterGroupName": group.name}

    def reset_cache_parameter_group(self, params: Shape) -> Shape:
        group = self._own(params["CacheParameterGroupName"])
        named = [item["ParameterName"] for item in params.get("ParameterNameValues") or []]
        for name in list(group.values) if params.get("ResetAllParameters") else named:
            group.values.pop(name, None)
        return {"CacheParameterGroupName": group.name}

    def delete_cache_parameter_group(self, params: Shape) -> Shape:
        group = self._own(params["CacheParameterGroupName"])
        users = self._users(group.name)
        if users:
            raise errors.fault(
                "InvalidCacheParameterGroupState",
                "One or more cache clusters are still members of this parameter group "
                f"{group.name}, so the group cannot be deleted: {', '.join(users)}",
            )
        del self.parameter_groups[group.name]
        return {}

    def default_parameter_groups(self) -> dict[str, ParameterGroup]:
        groups = {}
        for family in engine.FAMILIES:
            for suffix, values in (("", {}), (".cluster.on", {"cluster-enabled": "yes"})):
                name = f"default.{family}{suffix}"
                description = (
                    f"Default parameter group for {family}{' with cluster mode on' if suffix else ''}"
                )
                arn = self.arn("parametergroup", name)
                groups[name] = ParameterGroup(name, family, description, arn, dict(values))
        return groups

    def _own(self, name: str) -> ParameterGroup:
        group = self.parameter_group(name)
        if group.is_default:
            message = f"The parameter group {name} is a default one, which cannot be changed or deleted."
            raise errors.fault("InvalidCacheParameterGroupState", message)
        return group

    def _users(self, name: str) -> list[str]:
        groups = self.replication_groups.values()
        return [group.replication_group_id for group in groups if group.parameter_group == name]


def _check(name: str, value: str) -> None:
    if name in _WITHHELD:
        raise errors.invalid_value(f"The parameter {name} cannot be modified or does not exist.")
    _, allowed, data_type = _PARAMETERS.get(name, ("", "", ""))
    if data_type == "string" and allowed and value not in allowed.split(","):
        raise errors.invalid_value(f"The value {value} of {name} is invalid. Allowed values: {allowed}")
