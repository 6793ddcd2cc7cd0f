"""Bindings of OpenSearch domains."""

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import OPENSEARCH

_UPDATE = frozenset({"update"})
_NAMED = {"DomainName": "domainName || split(_id, '/')[1]"}
# Majors follow on the last minor version of the one before only; otherwise the data moves to a new domain.
_TOO_FAR = " || ".join(
    f"older(old.engineVersion, '{last}') && !older(new.engineVersion, '{major}')"
    for last, major in (("OpenSearch_1.3", "OpenSearch_2.0"), ("OpenSearch_2.19", "OpenSearch_3.0"))
)


def _switched_off(block: str) -> str:
    """An encryption that is on stays on: without it, it is another domain."""
    return f"old.{block}.enabled && !(new.{block}.enabled)"


DOMAIN = Binding(
    type="aws:opensearch/domain:Domain",
    service="opensearch",
    create="CreateDomain",
    read="DescribeDomain",
    update="UpdateDomainConfig",
    delete="DeleteDomain",
    id="DomainStatus.ARN",
    key=_NAMED,
    result="DomainStatus",
    gone=frozenset({"ResourceNotFoundException"}),
    gone_if="Deleted",
    name="domainName",
    name_limit=28,
    properties={
        "domainName": Property(replaces=True, lower=True),
        "engineVersion": Property(replaces_if=f"older(new.engineVersion, old.engineVersion) || {_TOO_FAR}"),
        "clusterConfig": Property(),
        "ebsOptions": Property(),
        "encryptAtRest": Property(
            api="EncryptionAtRestOptions", replaces=("kmsKeyId",), replaces_if=_switched_off("encryptAtRest")
        ),
        "nodeToNodeEncryption": Property(
            api="NodeToNodeEncryptionOptions", replaces_if=_switched_off("nodeToNodeEncryption")
        ),
        "advancedSecurityOptions": Property(replaces_if=_switched_off("advancedSecurityOptions")),
        "vpcOptions": Property(
            # Subnets change in place; into a VPC or out of one it does not go.
            replaces_if="type(old.vpcOptions) != type(new.vpcOptions)",
            rename={"availabilityZones": "", "vpcId": ""},
        ),
        "accessPolicies": Property(json=True),
        "advancedOptions": Property(),  # AWS adds its own
        "aimlOptions": Property(rename={"s3VectorsEngine": "S3VectorsEngine"}),
        "autoTuneOptions": Property(),
        "cognitoOptions": Property(),
        "deploymentStrategyOptions": Property(),
        "domainEndpointOptions": Property(),
        "identityCenterOptions": Property(),
        "ipAddressType": Property(
            replaces_if="old.ipAddressType == 'dualstack' && new.ipAddressType == 'ipv4'"
        ),
        "logPublishingOptions": Property(
            write="pairs([].{type: logType, to: {CloudWatchLogsLogGroupArn: cloudwatchLogGroupArn, "
            "Enabled: enabled != `false`}}, 'type', 'to')",
            read="items_as(LogPublishingOptions, 'type', 'to')[?to.Enabled].{logType: type, "
            "cloudwatchLogGroupArn: to.CloudWatchLogsLogGroupArn, enabled: to.Enabled}",
            unordered=True,
        ),
        "offPeakWindowOptions": Property(),
        "snapshotOptions": Property(),
        "softwareUpdateOptions": Property(),
    },
    calls=(
        Call(
            operation="UpgradeDomain",
            arguments={**_NAMED, "TargetVersion": "engineVersion"},
            when=frozenset({"engineVersion"}),
            on=_UPDATE,
        ),
        Call(  # a log that is named no more goes on until it is switched off
            operation="UpdateDomainConfig",
            each="except(_old.logPublishingOptions[].logType, logPublishingOptions[].logType)",
            arguments={
                **_NAMED,
                "LogPublishingOptions": "pairs([{type: _item, off: {Enabled: `false`}}], 'type', 'off')",
            },
            when=frozenset({"logPublishingOptions"}),
            on=_UPDATE,
        ),
    ),
    outputs={
        "arn": "ARN",
        "domainId": "DomainId",
        "endpoint": "Endpoint || Endpoints.vpc",
        "endpointV2": "EndpointV2",
        "dashboardEndpoint": "join('/', [Endpoint || Endpoints.vpc, '_dashboards'])",
        "dashboardEndpointV2": "EndpointV2 && join('/', [EndpointV2, '_dashboards'])",
        "domainEndpointV2HostedZoneId": "DomainEndpointV2HostedZoneId",
    },
    secret=frozenset({"advancedSecurityOptions"}),
    tagging=OPENSEARCH,
)

BINDINGS = (DOMAIN,)
