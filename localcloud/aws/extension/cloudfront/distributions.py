"""Distributions: all of their configuration is kept, and what they refer to must exist."""

from collections.abc import Iterator
from typing import Any

from moto.cloudfront.exceptions import CloudFrontException
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.cloudfront.documents import Document, Shape, new_id
from localcloud.aws.extension.cloudfront.policies import KINDS, Kind, PolicyOperations

_EMPTY: Shape = {"Quantity": 0}
_OFF: Shape = {"Enabled": False, "Quantity": 0}
_READING: Shape = {"Quantity": 2, "Items": ["HEAD", "GET"]}
# What AWS tells of a distribution, and its parts, that was not said when it was made.
_CONFIG: Shape = {
    "Aliases": _EMPTY,
    "DefaultRootObject": "",
    "OriginGroups": _EMPTY,
    "CacheBehaviors": _EMPTY,
    "CustomErrorResponses": _EMPTY,
    "Comment": "",
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "PriceClass": "PriceClass_All",
    "ViewerCertificate": {
        "CloudFrontDefaultCertificate": True,
        "SSLSupportMethod": "vip",
        "MinimumProtocolVersion": "TLSv1",
        "CertificateSource": "cloudfront",
    },
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "WebACLId": "",
    "HttpVersion": "http2",
    "IsIPV6Enabled": False,
    "ContinuousDeploymentPolicyId": "",
    "Staging": False,
}
_ORIGIN: Shape = {
    "OriginPath": "",
    "CustomHeaders": _EMPTY,
    "ConnectionAttempts": 3,
    "ConnectionTimeout": 10,
    "OriginShield": {"Enabled": False},
    "OriginAccessControlId": "",
}
_BEHAVIOR: Shape = {
    "TrustedSigners": _OFF,
    "TrustedKeyGroups": _OFF,
    "AllowedMethods": {**_READING, "CachedMethods": _READING},
    "SmoothStreaming": False,
    "Compress": False,
    "LambdaFunctionAssociations": _EMPTY,
    "FunctionAssociations": _EMPTY,
    "FieldLevelEncryptionId": "",
    "GrpcConfig": {"Enabled": False},
}

# A request that changes something is not repeated at another origin.
_OF_A_GROUP = frozenset({"GET", "HEAD", "OPTIONS"})


class DistributionRecord(Document):
    """The names below are those by which moto's invalidations and tags read a distribution."""

    arn: str
    domain_name: str

    @property
    def distribution_id(self) -> str:
        return self.id

    @property
    def location(self) -> str:
        return f"https://cloudfront.amazonaws.com/2020-05-31/distribution/{self.id}"

    @property
    def shape(self) -> Shape:
        aliases = self.config["Aliases"].get("Items") or []
        return {
            "Id": self.id,
            "ARN": self.arn,
            "Status": "Deployed",
            "LastModifiedTime": self.changed,
            "InProgressInvalidationBatches": 0,
            "DomainName": self.domain_name,
            "ActiveTrustedSigners": _OFF,
            "ActiveTrustedKeyGroups": _OFF,
            "DistributionConfig": self.config,
            "AliasICPRecordals": [{"CNAME": alias, "ICPRecordalStatus": "APPROVED"} for alias in aliases],
        }

    @property
    def summary(self) -> Shape:
        config = {
            name: value for name, value in self.config.items() if name not in ("CallerReference", "Logging")
        }
        return {**self.shape, **config}

    def advance(self) -> None:
        """Moto's distributions are deployed by being looked at; these are from the start."""


class DistributionOperations(PolicyOperations):
    distributions: dict[str, DistributionRecord]  # type: ignore[assignment]  # narrower than moto's

    def make_distribution(self, params: Shape) -> Shape:
        wrapped = params.get("DistributionConfigWithTags") or params
        config = wrapped["DistributionConfig"]
        for other in self.distributions.values():
            if other.config["CallerReference"] == config["CallerReference"]:
                message = f"The caller reference is that of another distribution. Already exists: {other.id}"
                raise CloudFrontException("DistributionAlreadyExists", message)
        record = DistributionRecord(new_id(), self._completed(config, None))
        record.arn = f"arn:{self.partition}:cloudfront::{self.account_id}:distribution/{record.id}"
        record.domain_name = f"d{mock_random.get_random_string(13, lower_case=True)}.cloudfront.net"
        self.distributions[record.id] = record
        self.tagger.tag_resource(record.arn, (wrapped.get("Tags") or {}).get("Items") or [])
        return self._answer_for(record)

    def show_distribution(self, params: Shape) -> Shape:
        return self._answer_for(self._distribution(params["Id"]))

    def show_distribution_config(self, params: Shape) -> Shape:
        record = self._distribution(params["Id"])
        return {"DistributionConfig": record.config, "ETag": record.etag}

    def change_distribution(self, params: Shape) -> Shape:
        record = self._distribution(params["Id"])
        record.check_etag(params.get("IfMatch"))
        config = params["DistributionConfig"]
        if config["CallerReference"] != record.config["CallerReference"]:
            raise CloudFrontException("IllegalUpdate", "The caller reference cannot be changed.")
        record.update(self._completed(config, record.id))
        return self._answer_for(record)

    def remove_distribution(self, params: Shape) -> None:
        record = self._distribution(params["Id"])
        record.check_etag(params.get("IfMatch"))
        if record.config["Enabled"]:
            message = "The specified distribution must be disabled before it can be deleted."
            raise CloudFrontException("DistributionNotDisabled", message)
        del self.distributions[record.id]

    def show_distributions(self, params: Shape) -> Shape:
        items = [record.summary for record in self.distributions.values()]
        page = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items)}
        return {"DistributionList": {**page, **({"Items": items} if items else {})}}

    def references(self, kind: Kind) -> Iterator[str]:
        for record in self.distributions.values():
            yield from (str(id) for id in _references(record.config, kind) if id)

    def _distribution(self, id: str) -> DistributionRecord:
        if id not in self.distributions:
            raise CloudFrontException("NoSuchDistribution", "The specified distribution does not exist.")
        return self.distributions[id]

    def _answer_for(self, record: DistributionRecord) -> Shape:
        return {"Distribution": record.shape, "ETag": record.etag, "Location": record.location}

    def _completed(self, asked: Shape, own_id: str | None) -> Shape:
        config = {**_CONFIG, **asked}
        config["Origins"] = _each(asked["Origins"], _ORIGIN)
        config["DefaultCacheBehavior"] = {**_BEHAVIOR, **asked["DefaultCacheBehavior"]}
        config["CacheBehaviors"] = _each(config["CacheBehaviors"], _BEHAVIOR)
        self._check(config, own_id)
        return config

    def _check(self, config: Shape, own_id: str | None) -> None:
        origins = {origin["Id"] for origin in config["Origins"]["Items"]}
        groups = {group["Id"]: group for group in (config.get("OriginGroups") or {}).get("Items") or []}
        targets = [behavior["TargetOriginId"] for behavior in _behaviors(config)]
        members = [member["OriginId"] for group in groups.values() for member in group["Members"]["Items"]]
        if not (origins.issuperset(members) and (origins | groups.keys()).issuperset(targets)):
            message = "One or more of your origins or origin groups do not exist."
            raise CloudFrontException("NoSuchOrigin", message)
        for behavior in _behaviors(config):
            methods = set((behavior.get("AllowedMethods") or {}).get("Items") or [])
            if behavior["TargetOriginId"] in groups and methods - _OF_A_GROUP:
                message = "AllowedMethods cannot include POST, PUT, PATCH, or DELETE for an origin group."
                raise CloudFrontException("InvalidArgument", message)
        for kind in KINDS:
            for id in _references(config, kind):
                if id:
                    self.document(kind, id)
        for origin in config["Origins"]["Items"]:
            control = origin.get("OriginAccessControlId")
            if control and control not in self.origin_access_controls:
                message = "The specified origin access control does not exist."
                raise CloudFrontException("NoSuchOriginAccessControl", message)
        certificate = config["ViewerCertificate"].get("ACMCertificateArn")
        if certificate and ":acm:us-east-1:" not in certificate:
            message = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid."
            raise CloudFrontException("InvalidViewerCertificate", message)
        aliases = set(config["Aliases"].get("Items") or [])
        if aliases and not certificate and not config["ViewerCertificate"].get("IAMCertificateId"):
            message = "To add an alternate domain name (CNAME), you must attach a trusted certificate."
            raise CloudFrontException("InvalidViewerCertificate", message)
        for other in self.distributions.values():
            if other.id != own_id and aliases & set(other.config["Aliases"].get("Items") or []):
                message = (
                    "One or more of the CNAMEs you provided are already associated with a different resource."
                )
                raise CloudFrontException("CNAMEAlreadyExists", message)


def _behaviors(config: Shape) -> list[Shape]:
    return [config["DefaultCacheBehavior"], *(config["CacheBehaviors"].get("Items") or [])]


def _references(config: Shape, kind: Kind) -> list[Any]:
    if kind.name == "VpcOrigin":
        origins = config["Origins"]["Items"]
        return [(origin.get("VpcOriginConfig") or {}).get("VpcOriginId") for origin in origins]
    return [behavior.get(kind.behavior_member) for behavior in _behaviors(config)]


def _each(items: Shape, defaults: Shape) -> Shape:
    if not items.get("Items"):
        return {"Quantity": 0}
    completed = [{**defaults, **item} for item in items["Items"]]
    return {"Quantity": len(completed), "Items": completed}
