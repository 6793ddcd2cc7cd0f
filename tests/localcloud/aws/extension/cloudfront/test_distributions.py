"""Distributions: everything that is configured is kept, and what is referred to must exist."""

import copy
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/a"
DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
CONFIG: dict[str, Any] = {
    "CallerReference": "edge",
    "Comment": "edge",
    "Enabled": True,
    "Aliases": {"Quantity": 1, "Items": ["app.example.com"]},
    "Origins": {
        "Quantity": 1,
        "Items": [
            {
                "Id": "api",
                "DomainName": "api.example.com",
                "CustomHeaders": {"Quantity": 1, "Items": [{"HeaderName": "X-Origin", "HeaderValue": "s"}]},
                "CustomOriginConfig": {
                    "HTTPPort": 80,
                    "HTTPSPort": 443,
                    "OriginProtocolPolicy": "https-only",
                    "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
                    "OriginReadTimeout": 60,
                    "OriginKeepaliveTimeout": 5,
                },
            }
        ],
    },
    "DefaultCacheBehavior": {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": DISABLED,
        "Compress": True,
    },
    "CacheBehaviors": {
        "Quantity": 1,
        "Items": [
            {
                "PathPattern": "/api/*",
                "TargetOriginId": "api",
                "ViewerProtocolPolicy": "https-only",
                "CachePolicyId": DISABLED,
            }
        ],
    },
    "ViewerCertificate": {
        "ACMCertificateArn": CERTIFICATE,
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    },
    "HttpVersion": "http2and3",
    "PriceClass": "PriceClass_100",
    "WebACLId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1",
    "CustomErrorResponses": {
        "Quantity": 1,
        "Items": [
            {"ErrorCode": 404, "ResponsePagePath": "/", "ResponseCode": "200", "ErrorCachingMinTTL": 10}
        ],
    },
}


@pytest.fixture
def cloudfront(aws: Client) -> Any:
    return aws("cloudfront")


def _create(client: Any, **changes: Any) -> dict[str, Any]:
    tags = {"Items": [{"Key": "a", "Value": "b"}]}
    config = {**copy.deepcopy(CONFIG), **changes}
    created: dict[str, Any] = client.create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": config, "Tags": tags}
    )
    return created


def _holds(part: Any, whole: Any) -> bool:
    """True if everything that was said is there; AWS adds more."""
    if isinstance(part, dict):
        return all(name in whole and _holds(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(_holds, part, whole))
    return bool(part == whole)


def test_everything_that_is_configured_is_kept(cloudfront: Any) -> None:
    distribution = _create(cloudfront)["Distribution"]
    shown = cloudfront.get_distribution(Id=distribution["Id"])["Distribution"]
    assert _holds(CONFIG, shown["DistributionConfig"])
    assert shown["Status"] == "Deployed"
    assert shown["DomainName"].endswith(".cloudfront.net")
    behavior = shown["DistributionConfig"]["DefaultCacheBehavior"]
    assert behavior["AllowedMethods"]["CachedMethods"]["Items"] == ["HEAD", "GET"]
    tags = cloudfront.list_tags_for_resource(Resource=shown["ARN"])["Tags"]["Items"]
    assert tags == [{"Key": "a", "Value": "b"}]
    (listed,) = cloudfront.list_distributions()["DistributionList"]["Items"]
    assert listed["Aliases"]["Items"] == ["app.example.com"]


def test_it_is_disabled_before_it_is_deleted(cloudfront: Any) -> None:
    created = _create(cloudfront)
    id, etag = created["Distribution"]["Id"], created["ETag"]
    with pytest.raises(ClientError, match="DistributionNotDisabled"):
        cloudfront.delete_distribution(Id=id, IfMatch=etag)
    config = cloudfront.get_distribution_config(Id=id)["DistributionConfig"]
    disabled = cloudfront.update_distribution(
        Id=id, IfMatch=etag, DistributionConfig={**config, "Enabled": False}
    )
    with pytest.raises(ClientError, match="PreconditionFailed"):
        cloudfront.delete_distribution(Id=id, IfMatch=etag)
    cloudfront.delete_distribution(Id=id, IfMatch=disabled["ETag"])
    with pytest.raises(ClientError, match="NoSuchDistribution"):
        cloudfront.get_distribution(Id=id)


def test_a_policy_in_use_stays(cloudfront: Any) -> None:
    policy = cloudfront.create_cache_policy(CachePolicyConfig={"Name": "api", "MinTTL": 0})
    id = policy["CachePolicy"]["Id"]
    _create(cloudfront, DefaultCacheBehavior={**CONFIG["DefaultCacheBehavior"], "CachePolicyId": id})
    with pytest.raises(ClientError, match="CachePolicyInUse"):
        cloudfront.delete_cache_policy(Id=id, IfMatch=policy["ETag"])


def _behavior(**changes: Any) -> dict[str, Any]:
    return {"DefaultCacheBehavior": {**CONFIG["DefaultCacheBehavior"], **changes}}


def _origin(**changes: Any) -> dict[str, Any]:
    return {"Origins": {"Quantity": 1, "Items": [{**CONFIG["Origins"]["Items"][0], **changes}]}}


def _group(*members: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> dict[str, Any]:
    """Two origins as one, the second for what the first does not have, and the default behaviour on them."""
    (first,) = CONFIG["Origins"]["Items"]
    group = {
        "Id": "both",
        "FailoverCriteria": {"StatusCodes": {"Quantity": 1, "Items": [403]}},
        "Members": {"Quantity": len(members), "Items": [{"OriginId": member} for member in members]},
    }
    allowed = {"Quantity": len(methods), "Items": list(methods)}
    allowed["CachedMethods"] = {"Quantity": 2, "Items": ["GET", "HEAD"]}
    return {
        "Origins": {"Quantity": 2, "Items": [first, {**first, "Id": "second"}]},
        "OriginGroups": {"Quantity": 1, "Items": [group]},
        **_behavior(TargetOriginId="both", AllowedMethods=allowed),
    }


def test_a_group_of_origins_is_an_origin_of_a_behaviour_that_only_reads(cloudfront: Any) -> None:
    _create(cloudfront, **_group("api", "second"))
    (listed,) = cloudfront.list_distributions()["DistributionList"]["Items"]
    config = cloudfront.get_distribution_config(Id=listed["Id"])["DistributionConfig"]
    assert config["DefaultCacheBehavior"]["TargetOriginId"] == "both"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (_group("api", "none"), "NoSuchOrigin"),
        (
            _group("api", "second", methods=("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE")),
            "AllowedMethods",
        ),
        (_behavior(TargetOriginId="none"), "NoSuchOrigin"),
        (_behavior(CachePolicyId="none"), "NoSuchCachePolicy"),
        (_behavior(OriginRequestPolicyId="none"), "NoSuchOriginRequestPolicy"),
        (_behavior(ResponseHeadersPolicyId="none"), "NoSuchResponseHeadersPolicy"),
        (_origin(VpcOriginConfig={"VpcOriginId": "none"}), "EntityNotFound"),
        (_origin(OriginAccessControlId="none"), "NoSuchOriginAccessControl"),
        (
            {"ViewerCertificate": {"ACMCertificateArn": CERTIFICATE.replace("us-east-1", "eu-west-1")}},
            "InvalidViewerCertificate",
        ),
        ({"ViewerCertificate": {"CloudFrontDefaultCertificate": True}}, "must attach a trusted certificate"),
    ],
)
def test_refuses(cloudfront: Any, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        _create(cloudfront, **changes)
    assert cloudfront.list_distributions()["DistributionList"]["Quantity"] == 0


def test_a_name_belongs_to_one_distribution(cloudfront: Any) -> None:
    _create(cloudfront)
    with pytest.raises(ClientError, match="CNAMEAlreadyExists"):
        _create(cloudfront, CallerReference="other")
    with pytest.raises(ClientError, match="DistributionAlreadyExists"):
        _create(cloudfront)


def test_monitoring_is_turned_on_and_off(cloudfront: Any) -> None:
    names = {"DistributionId": _create(cloudfront)["Distribution"]["Id"]}
    subscription = {"RealtimeMetricsSubscriptionConfig": {"RealtimeMetricsSubscriptionStatus": "Enabled"}}
    cloudfront.create_monitoring_subscription(**names, MonitoringSubscription=subscription)
    assert cloudfront.get_monitoring_subscription(**names)["MonitoringSubscription"] == subscription
    cloudfront.delete_monitoring_subscription(**names)
    with pytest.raises(ClientError, match="NoSuchMonitoringSubscription"):
        cloudfront.get_monitoring_subscription(**names)


def test_motos_own_parts_go_on_working(cloudfront: Any) -> None:
    id = _create(cloudfront)["Distribution"]["Id"]
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "1"}
    made = cloudfront.create_invalidation(DistributionId=id, InvalidationBatch=batch)["Invalidation"]
    assert (
        cloudfront.get_invalidation(DistributionId=id, Id=made["Id"])["Invalidation"]["Status"] == "COMPLETED"
    )
    control = {
        "Name": "s3", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }  # fmt: skip
    created = cloudfront.create_origin_access_control(OriginAccessControlConfig=control)
    shown = cloudfront.get_origin_access_control(Id=created["OriginAccessControl"]["Id"])
    assert _holds(control, shown["OriginAccessControl"]["OriginAccessControlConfig"])
