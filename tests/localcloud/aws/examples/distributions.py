"""Examples of CloudFront distributions and policies."""

from typing import Any

from tests.localcloud.aws.examples.buckets import BUCKET
from tests.localcloud.aws.examples.example import Example
from tests.localcloud.aws.examples.world import World

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl"
CACHE = "aws:cloudfront/cachePolicy:CachePolicy"
REQUEST = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy"
HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]


def _edge(world: World, secret: str) -> dict[str, Any]:
    return {
        "originId": "edge",
        "domainName": world.example("aws:lb/loadBalancer:LoadBalancer").outputs["dnsName"],
        "customOriginConfig": {
            "httpPort": 80,
            "httpsPort": 443,
            "originProtocolPolicy": "https-only",
            "originSslProtocols": ["TLSv1.2"],
            "originReadTimeout": 60,
        },
        "customHeaders": [{"name": "X-Origin", "value": secret}],
    }


def _assets(world: World) -> dict[str, Any]:
    return {
        "originId": "assets",
        "domainName": world.example(BUCKET).outputs["bucketRegionalDomainName"],
        "originAccessControlId": world.example(CONTROL).id,
    }


def _behavior(world: World, origin: str, methods: list[str]) -> dict[str, Any]:
    return {
        "targetOriginId": origin,
        "viewerProtocolPolicy": "redirect-to-https",
        "allowedMethods": methods,
        "cachedMethods": ["GET", "HEAD"],
        "cachePolicyId": world.example(CACHE).id,
        "originRequestPolicyId": world.example(REQUEST).id,
        "responseHeadersPolicyId": world.example(HEADERS).id,
        "compress": True,
    }


EXAMPLES: dict[str, Example] = {
    CONTROL: Example(
        inputs=lambda w: {
            "originAccessControlOriginType": "s3",
            "signingBehavior": "always",
            "signingProtocol": "sigv4",
        },
        change={"description": "assets", "name": "other"},
    ),
    CACHE: Example(
        inputs=lambda w: {
            "minTtl": 3600,
            "defaultTtl": 86400,
            "maxTtl": 86400,
            "parametersInCacheKeyAndForwardedToOrigin": {
                "enableAcceptEncodingGzip": True,
                "enableAcceptEncodingBrotli": True,
                "cookiesConfig": {"cookieBehavior": "none"},
                "headersConfig": {"headerBehavior": "whitelist", "headers": {"items": ["Origin"]}},
                "queryStringsConfig": {"queryStringBehavior": "all"},
            },
        },
        change={"minTtl": 0, "comment": "pages", "name": "other"},
    ),
    REQUEST: Example(
        inputs=lambda w: {
            "cookiesConfig": {"cookieBehavior": "whitelist", "cookies": {"items": ["session"]}},
            "headersConfig": {"headerBehavior": "allViewer"},
            "queryStringsConfig": {"queryStringBehavior": "all"},
        },
        change={"cookiesConfig": {"cookieBehavior": "all"}, "name": "other"},
    ),
    HEADERS: Example(
        inputs=lambda w: {
            "securityHeadersConfig": {
                "contentTypeOptions": {"override": True},
                "frameOptions": {"frameOption": "DENY", "override": True},
                "strictTransportSecurity": {"accessControlMaxAgeSec": 31536000, "override": True},
                "xssProtection": {"protection": True, "modeBlock": True, "override": True},
            },
            "customHeadersConfig": {"items": [{"header": "X-Robots", "value": "none", "override": False}]},
        },
        change={"customHeadersConfig": {"items": []}, "comment": "security", "name": "other"},
    ),
    DISTRIBUTION: Example(
        inputs=lambda w: {
            "enabled": True,
            "isIpv6Enabled": True,
            "defaultRootObject": "index.html",
            "origins": [_edge(w, "secret"), _assets(w)],
            "defaultCacheBehavior": _behavior(w, "assets", ["GET", "HEAD"]),
            "orderedCacheBehaviors": [{**_behavior(w, "edge", ALL_METHODS), "pathPattern": "/api/*"}],
            "customErrorResponses": [
                {"errorCode": 404, "responseCode": 200, "responsePagePath": "/index.html"}
            ],
            "viewerCertificate": {"cloudfrontDefaultCertificate": True},
            "restrictions": {"geoRestriction": {"restrictionType": "blacklist", "locations": ["AQ"]}},
            "loggingConfig": {"bucket": w.example(BUCKET).outputs["bucketDomainName"], "prefix": "edge/"},
        },
        change={
            "comment": "the edge",
            "restrictions": {"geoRestriction": {"restrictionType": "none", "locations": []}},
            "loggingConfig": None,
        },
        change_with=lambda w: {
            "origins": [_edge(w, "another secret"), _assets(w)],
            "webAclId": w.example("aws:wafv2/webAcl:WebAcl").outputs["arn"],
        },
        replaces={"staging": True},
    ),
}
