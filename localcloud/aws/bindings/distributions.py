"""Bindings of CloudFront: distributions and what their origins and behaviours refer to."""

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import CLOUDFRONT

_CONFIG = "DistributionConfig"
_LIVE_CONFIG = f"_live.Distribution.{_CONFIG}"
_BEHAVIOR = {
    "cachedMethods": "AllowedMethods.CachedMethods",
    "lambdaFunctionAssociations.lambdaArn": "LambdaFunctionARN",
}


def _setting(name: str, **further: object) -> Property:
    path = f"{_CONFIG}.{name}"
    return Property(api=path, read=f"Distribution.{path}", **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


DISTRIBUTION = Binding(
    type="aws:cloudfront/distribution:Distribution",
    service="cloudfront",
    region="us-east-1",
    create="CreateDistribution",
    create_with={f"{_CONFIG}.CallerReference": "_token", f"{_CONFIG}.Comment": "comment || ''"},
    read="GetDistribution",
    update="UpdateDistribution",
    update_whole=True,
    update_with={
        f"{_CONFIG}.CallerReference": f"{_LIVE_CONFIG}.CallerReference",
        f"{_CONFIG}.Comment": "comment || ''",
        "IfMatch": "_live.ETag",
    },
    delete="DeleteDistribution",
    delete_with={"IfMatch": "_live.ETag"},
    kept_if="retainOnDelete",
    id="Distribution.Id",
    key={"Id": "_id"},
    result="@",
    gone=frozenset({"NoSuchDistribution"}),
    properties={
        "enabled": _setting("Enabled", required=True),
        "comment": _setting("Comment"),
        "aliases": _setting("Aliases", unordered=True),
        "defaultRootObject": _setting("DefaultRootObject"),
        "origins": _setting(
            "Origins",
            # An origin of no other kind is a bucket; with an access control it has no identity.
            write="[].merge(@, !customOriginConfig && !vpcOriginConfig && !s3OriginConfig && "
            '`{"s3OriginConfig": {"originAccessIdentity": ""}}` || `{}`)',
            required=True,
            unordered=True,
            rename={
                "originId": "Id",
                "customHeaders.name": "HeaderName",
                "customHeaders.value": "HeaderValue",
            },
        ),
        "originGroups": _setting(
            "OriginGroups", unordered=True, rename={"originId": "Id", "members.originId": "OriginId"}
        ),
        "defaultCacheBehavior": _setting("DefaultCacheBehavior", required=True, rename=_BEHAVIOR),
        "orderedCacheBehaviors": _setting("CacheBehaviors", rename=_BEHAVIOR),
        "customErrorResponses": _setting("CustomErrorResponses", unordered=True),
        "loggingConfig": _setting(
            "Logging",
            write="{Enabled: `true`, Bucket: bucket || '', Prefix: prefix || '', "
            "IncludeCookies: includeCookies || `false`}",
        ),
        "priceClass": _setting("PriceClass", default="PriceClass_All"),
        "viewerCertificate": _setting("ViewerCertificate", required=True),
        "restrictions": _setting("Restrictions", required=True, rename={"geoRestriction.locations": "Items"}),
        "webAclId": _setting("WebACLId"),
        "httpVersion": _setting("HttpVersion", default="http2"),
        "isIpv6Enabled": _setting("IsIPV6Enabled", default=False),
        "continuousDeploymentPolicyId": _setting("ContinuousDeploymentPolicyId"),
        "staging": _setting("Staging", replaces=True, default=False),
        "anycastIpListId": _setting("AnycastIpListId"),
        "viewerMtlsConfig": _setting("ViewerMtlsConfig"),
        "connectionFunctionAssociation": _setting("ConnectionFunctionAssociation"),
        "cacheTagConfig": _setting("CacheTagConfig"),
        "retainOnDelete": Property(api=None, read=None, default=False),
        "waitForDeployment": Property(api=None, read=None, default=True),
    },
    before_delete=(
        Call(  # only a distribution that is off can be deleted
            operation="UpdateDistribution",
            arguments={
                "Id": "_id",
                "IfMatch": "_live.ETag",
                _CONFIG: f'merge({_LIVE_CONFIG}, `{{"Enabled": false}}`)',
            },
            when=frozenset(),
            only_if=f"{_LIVE_CONFIG}.Enabled",
        ),
    ),
    outputs={
        "arn": "Distribution.ARN",
        "callerReference": f"Distribution.{_CONFIG}.CallerReference",
        "domainName": "Distribution.DomainName",
        "etag": "ETag",
        "hostedZoneId": "'Z2FDTNDATAQYW2'",  # one for all distributions, by AWS's documentation
        "inProgressValidationBatches": "Distribution.InProgressInvalidationBatches",
        "lastModifiedTime": "Distribution.LastModifiedTime",
        "status": "Distribution.Status",
    },
    volatile=frozenset({"etag", "lastModifiedTime"}),
    tagging=CLOUDFRONT,
)


def _policy(kind: str, arn: str, properties: dict[str, Property]) -> Binding:
    """A document of CloudFront that is changed as a whole, against its ETag."""
    return Binding(
        type=f"aws:cloudfront/{kind[0].lower()}{kind[1:]}:{kind}",
        service="cloudfront",
        region="us-east-1",
        create=f"Create{kind}",
        read=f"Get{kind}",
        update=f"Update{kind}",
        update_whole=True,
        update_with={"IfMatch": "_live.ETag"},
        delete=f"Delete{kind}",
        delete_with={"IfMatch": "_live.ETag"},
        id=f"{kind}.Id",
        key={"Id": "_id"},
        result="@",
        gone=frozenset({f"NoSuch{kind}"}),
        name="name",
        name_limit=64,
        properties={
            key: Property(
                **{
                    **vars(property),
                    "api": f"{kind}Config.{property.api}",
                    "read": f"{kind}.{kind}Config.{property.api}",
                }
            )
            for key, property in properties.items()
        },
        outputs={"arn": f"arn:aws:cloudfront::%(_account)s:{arn}/%(_id)s", "etag": "ETag"},
        volatile=frozenset({"etag"}),
    )


ORIGIN_ACCESS_CONTROL = _policy(
    "OriginAccessControl",
    "origin-access-control",
    {
        "name": Property(api="Name"),
        "description": Property(api="Description", default="Managed by Pulumi"),
        "originAccessControlOriginType": Property(api="OriginAccessControlOriginType", required=True),
        "signingBehavior": Property(api="SigningBehavior", required=True),
        "signingProtocol": Property(api="SigningProtocol", required=True),
    },
)

CACHE_POLICY = _policy(
    "CachePolicy",
    "cache-policy",
    {
        "name": Property(api="Name"),
        "comment": Property(api="Comment"),
        "minTtl": Property(api="MinTTL", default=0),
        "defaultTtl": Property(api="DefaultTTL", default=86400),
        "maxTtl": Property(api="MaxTTL", default=31536000),
        "parametersInCacheKeyAndForwardedToOrigin": Property(
            api="ParametersInCacheKeyAndForwardedToOrigin",
            write='merge(`{"enableAcceptEncodingGzip": false, "enableAcceptEncodingBrotli": false}`, @)',
            required=True,
        ),
    },
)

ORIGIN_REQUEST_POLICY = _policy(
    "OriginRequestPolicy",
    "origin-request-policy",
    {
        "name": Property(api="Name"),
        "comment": Property(api="Comment"),
        "cookiesConfig": Property(api="CookiesConfig", required=True),
        "headersConfig": Property(api="HeadersConfig", required=True),
        "queryStringsConfig": Property(api="QueryStringsConfig", required=True),
    },
)

RESPONSE_HEADERS_POLICY = _policy(
    "ResponseHeadersPolicy",
    "response-headers-policy",
    {
        "name": Property(api="Name"),
        "comment": Property(api="Comment"),
        "corsConfig": Property(api="CorsConfig"),
        "customHeadersConfig": Property(api="CustomHeadersConfig"),
        "removeHeadersConfig": Property(api="RemoveHeadersConfig"),
        "securityHeadersConfig": Property(api="SecurityHeadersConfig"),
        "serverTimingHeadersConfig": Property(api="ServerTimingHeadersConfig"),
    },
)

BINDINGS = (DISTRIBUTION, ORIGIN_ACCESS_CONTROL, CACHE_POLICY, ORIGIN_REQUEST_POLICY, RESPONSE_HEADERS_POLICY)
