"""OpenSearch's backend and responses: domains that are checked, merged and upgraded."""

from typing import Any

from moto.ec2.models import ec2_backends
from moto.kms.models import kms_backends
from moto.moto_api._internal import mock_random
from moto.opensearch.data import compatible_versions
from moto.opensearch.exceptions import ResourceNotFoundException
from moto.opensearch.models import OpenSearchServiceBackend
from moto.opensearch.responses import OpenSearchServiceResponse

from localcloud.aws.extension.opensearch.checks import (
    ResourceAlreadyExistsException,
    ValidationException,
    check,
    check_change,
    check_name,
)
from localcloud.aws.extension.opensearch.domain import Domain, filled_up, merged
from localcloud.aws.extension.opensearch.permissions import check_permissions

# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/what-is.html#choosing-version
_MINORS = {1: (0, 1, 2, 3), 2: (3, 5, 7, 9, 11, 13, 15, 17, 19), 3: (1, 3, 5)}
_VERSIONS = [f"OpenSearch_{major}.{minor}" for major, minors in _MINORS.items() for minor in minors]
_LAST_OF_A_MAJOR = {"OpenSearch_1.3": "OpenSearch_2.", "OpenSearch_2.19": "OpenSearch_3."}
_ELASTICSEARCH = {str(path["SourceVersion"]): list(path["TargetVersions"]) for path in compatible_versions}

OPERATIONS = {
    "create_domain": "create",
    "describe_domain": "describe",
    "describe_domains": "describe_several",
    "describe_domain_config": "describe_config",
    "update_domain_config": "update",
    "delete_domain": "delete",
    "upgrade_domain": "upgrade",
    "get_upgrade_status": "upgrade_status",
    "describe_domain_change_progress": "change_progress",
    "describe_domain_health": "health",
    "list_versions": "versions",
    "get_compatible_versions": "upgrade_paths",
    "list_domain_names": "names",
    "list_tags": "tags",
    "add_tags": "tag",
    "remove_tags": "untag",
}


class SearchBackend(OpenSearchServiceBackend):
    domains: dict[str, Any]

    def create(self, params: dict[str, Any]) -> dict[str, Any]:
        name = params["DomainName"]
        check_name(name)
        if name in self.domains:
            raise ResourceAlreadyExistsException(name)
        version = params.get("EngineVersion") or _VERSIONS[-1]
        if version not in _VERSIONS and version not in _ELASTICSEARCH:
            raise ValidationException(f"Invalid engine version: {version}")
        settings = filled_up(params)
        self._complete(settings)
        domain = Domain(self.account_id, self.region_name, name, version, settings)
        self.domains[name] = domain
        self.add_tags(domain.arn, params.get("TagList") or [])
        return self._status(domain)

    def describe(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._status(self.describe_domain(params["DomainName"]))

    def describe_several(self, params: dict[str, Any]) -> dict[str, Any]:
        return {
            "DomainStatusList": [domain.to_dict() for domain in self.describe_domains(params["DomainNames"])]
        }

    def describe_config(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"DomainConfig": self.describe_domain_config(params["DomainName"])}

    def update(self, params: dict[str, Any]) -> dict[str, Any]:
        domain = self._domain(params)
        settings = merged(domain.settings, params)
        self._complete(settings, domain.settings)
        if params.get("DryRun"):
            same = settings == domain.settings
            results = {
                "DeploymentType": "None" if same else "DynamicUpdate",
                "Message": "This change won't require a blue/green deployment.",
            }
            return {"DomainConfig": domain.to_config_dict(), "DryRunResults": results}
        domain.update(settings)
        return {"DomainConfig": domain.to_config_dict()}

    def delete(self, params: dict[str, Any]) -> dict[str, Any]:
        domain: Any = self.delete_domain(params["DomainName"])
        self.tagger.delete_all_tags_for_resource(domain.arn)
        return self._status(domain)

    def upgrade(self, params: dict[str, Any]) -> dict[str, Any]:
        domain, target = self._domain(params), params["TargetVersion"]
        if target not in _targets(domain.engine_version):
            raise ValidationException(f"{domain.engine_version} cannot be upgraded to {target}.")
        only_check = bool(params.get("PerformCheckOnly"))
        if not only_check:
            domain.upgrade(target)
        return {
            "UpgradeId": str(mock_random.uuid4()),
            "DomainName": domain.domain_name,
            "TargetVersion": target,
            "PerformCheckOnly": only_check,
            "ChangeProgressDetails": {"ChangeId": domain.change},
        }

    def upgrade_status(self, params: dict[str, Any]) -> dict[str, Any]:
        domain = self._domain(params)
        return {"UpgradeStep": "UPGRADE", "StepStatus": "SUCCEEDED", "UpgradeName": domain.engine_version}

    def change_progress(self, params: dict[str, Any]) -> dict[str, Any]:
        domain = self._domain(params)
        return {
            "ChangeProgressStatus": {
                "ChangeId": domain.change,
                "StartTime": domain.changed,
                "LastUpdatedTime": domain.changed,
                "Status": "COMPLETED",
                "ConfigChangeStatus": "Completed",
                "PendingProperties": [],
                "CompletedProperties": [],
            }
        }

    def health(self, params: dict[str, Any]) -> dict[str, Any]:
        cluster = self._domain(params).settings["ClusterConfig"]
        zones = str(cluster.get("ZoneAwarenessConfig", {}).get("AvailabilityZoneCount", 1))
        masters = cluster.get("DedicatedMasterCount") if cluster["DedicatedMasterEnabled"] else None
        return {
            "DomainState": "Active",
            "AvailabilityZoneCount": zones,
            "ActiveAvailabilityZoneCount": zones,
            "StandByAvailabilityZoneCount": "0",
            "DataNodeCount": str(cluster["InstanceCount"]),
            "DedicatedMaster": cluster["DedicatedMasterEnabled"],
            "MasterEligibleNodeCount": str(masters or cluster["InstanceCount"]),
            "WarmNodeCount": str(cluster.get("WarmCount", 0)),
            "MasterNode": "Available",
            "ClusterHealth": "Green",
            "TotalShards": "0",
            "TotalUnAssignedShards": "0",
        }

    def versions(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"Versions": [*reversed(_VERSIONS), *_ELASTICSEARCH]}

    def upgrade_paths(self, params: dict[str, Any]) -> dict[str, Any]:
        known = [*_VERSIONS, *_ELASTICSEARCH]
        versions = [self._domain(params).engine_version] if params.get("DomainName") else known
        paths = [{"SourceVersion": version, "TargetVersions": _targets(version)} for version in versions]
        return {"CompatibleVersions": [path for path in paths if path["TargetVersions"]]}

    def names(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"DomainNames": self.list_domain_names(params.get("EngineType", ""))}

    def tags(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"TagList": self.list_tags(params["ARN"])}

    def tag(self, params: dict[str, Any]) -> dict[str, Any]:
        self.add_tags(params["ARN"], params["TagList"])
        return {}

    def untag(self, params: dict[str, Any]) -> dict[str, Any]:
        self.remove_tags(params["ARN"], params["TagKeys"])
        return {}

    def _domain(self, params: dict[str, Any]) -> Domain:
        domain: Any = self.describe_domain(params["DomainName"])
        if not isinstance(domain, Domain):  # made by the API of Elasticsearch
            raise ResourceNotFoundException(params["DomainName"])
        return domain

    def _complete(self, settings: dict[str, Any], old: dict[str, Any] | None = None) -> None:
        """Checks the settings, and adds what follows from other resources."""
        if settings["EncryptionAtRestOptions"]["Enabled"]:
            key = settings["EncryptionAtRestOptions"].get("KmsKeyId") or "alias/aws/es"
            settings["EncryptionAtRestOptions"]["KmsKeyId"] = self._key_arn(key)
        if old is not None:
            check_change(old, settings)
        ec2 = ec2_backends[self.account_id][self.region_name]
        check(settings, ec2)
        check_permissions(settings, self.account_id, self.region_name)
        if vpc := settings.get("VPCOptions"):
            subnets = [ec2.get_subnet(subnet) for subnet in vpc["SubnetIds"]]
            vpc["VPCId"] = subnets[0].vpc_id
            vpc["AvailabilityZones"] = sorted(subnet.availability_zone for subnet in subnets)
            if not vpc.get("SecurityGroupIds"):
                default: Any = ec2.get_default_security_group(vpc["VPCId"])
                vpc["SecurityGroupIds"] = [default.id]

    def _key_arn(self, key: str) -> str:
        try:
            return str(kms_backends[self.account_id][self.region_name].describe_key(key).arn)
        except Exception as error:
            raise ValidationException(f"Invalid KMS key: {key}") from error

    def _status(self, domain: Any) -> dict[str, Any]:
        return {"DomainStatus": domain.to_dict()}


def _targets(version: str) -> list[str]:
    """The versions that a domain of this one can be upgraded to."""
    if version not in _VERSIONS:
        return list(_ELASTICSEARCH.get(version, []))
    majors = (version.partition(".")[0] + ".", _LAST_OF_A_MAJOR.get(version, " "))
    later = _VERSIONS[_VERSIONS.index(version) + 1 :]
    return [target for target in later if target.startswith(majors)]


class SearchResponse(OpenSearchServiceResponse):
    """Answers the API of OpenSearch; moto's own goes on to answer that of Elasticsearch."""

    def __init__(self) -> None:
        super().__init__()
        self.automated_parameter_parsing = True
