import json
from typing import Any

from components.edge.content_delivery import ContentDelivery, ContentDeliveryArgs
from tests.recording import Recording, record

ARGS = ContentDeliveryArgs(
    domain="app.example.com",
    certificate_arn="arn:certificate",
    firewall_arn="arn:firewall",
    price_class="PriceClass_All",
    log_bucket_domain="log.s3.amazonaws.com",
    bucket="assets",
    bucket_arn="arn:aws:s3:::assets",
    bucket_domain="assets.s3.us-east-1.amazonaws.com",
    balancer_domain="origin.app.example.com",
    header_name="x-origin-verify",
    header_value="now",
    files_policy_id="files",
    pages_policy_id="pages",
    headers_policy_id="headers",
    uncached_policy_id="uncached",
    all_viewer_policy_id="all-viewer",
)


def delivery(preview: bool = False) -> Recording:
    return record(lambda: ContentDelivery("edge", ARGS), preview=preview)


def distribution() -> dict[str, Any]:
    return dict(delivery().one("aws:cloudfront/distribution:Distribution", "edge").inputs)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert delivery(preview).children("softfactory:edge:ContentDelivery", "edge") == {
        ("aws:cloudfront/originAccessControl:OriginAccessControl", "edge"),
        ("aws:cloudfront/distribution:Distribution", "edge"),
        ("aws:s3/bucketPolicy:BucketPolicy", "edge"),
    }


def test_viewers_come_by_tls_of_today_through_the_firewall() -> None:
    inputs = distribution()
    assert inputs["aliases"] == ["app.example.com"]
    assert inputs["viewerCertificate"] == {
        "acmCertificateArn": "arn:certificate",
        "sslSupportMethod": "sni-only",
        "minimumProtocolVersion": "TLSv1.2_2021",
    }
    assert (inputs["webAclId"], inputs["httpVersion"]) == ("arn:firewall", "http2and3")
    assert inputs["loggingConfig"] == {"bucket": "log.s3.amazonaws.com", "includeCookies": False}
    behaviours = [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]
    assert {item["viewerProtocolPolicy"] for item in behaviours} == {"redirect-to-https"}
    assert {item["responseHeadersPolicyId"] for item in behaviours} == {"headers"}
    assert {item["compress"] for item in behaviours} == {True}


def test_the_api_is_never_cached_and_takes_every_method_and_header() -> None:
    (api,) = (item for item in distribution()["orderedCacheBehaviors"] if item["pathPattern"] == "/api/*")
    assert api["targetOriginId"] == "balancer"
    assert api["cachePolicyId"] == "uncached"
    assert api["originRequestPolicyId"] == "all-viewer"
    assert set(api["allowedMethods"]) == {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}


def test_pages_and_the_service_worker_have_a_policy_of_their_own() -> None:
    inputs = distribution()
    pages = {
        item["pathPattern"] for item in inputs["orderedCacheBehaviors"] if item["cachePolicyId"] == "pages"
    }
    assert pages == {"/", "*.html", "/service-worker.js"}
    assert inputs["defaultCacheBehavior"]["cachePolicyId"] == "files"
    assert inputs["defaultRootObject"] == "index.html"


def test_a_file_that_is_not_uploaded_yet_is_asked_of_the_app() -> None:
    inputs = distribution()
    (group,) = inputs["originGroups"]
    assert [member["originId"] for member in group["members"]] == ["bucket", "balancer"]
    assert {403, 404} <= set(group["failoverCriteria"]["statusCodes"])
    assert inputs["defaultCacheBehavior"]["targetOriginId"] == group["originId"]
    # CloudFront refuses other methods for a group.
    assert set(inputs["defaultCacheBehavior"]["allowedMethods"]) == {"GET", "HEAD", "OPTIONS"}


def test_the_load_balancer_is_reached_by_its_own_name_by_tls_and_with_the_header() -> None:
    (origin,) = (item for item in distribution()["origins"] if item["originId"] == "balancer")
    assert origin["domainName"] == "origin.app.example.com"
    assert origin["customHeaders"] == [{"name": "x-origin-verify", "value": "now"}]
    config = origin["customOriginConfig"]
    assert config["originProtocolPolicy"] == "https-only"
    assert config["originSslProtocols"] == ["TLSv1.2"]
    assert (config["originReadTimeout"], config["originKeepaliveTimeout"]) == (60, 60)


def test_only_this_distribution_reads_the_bucket() -> None:
    recording = delivery()
    control = recording.one("aws:cloudfront/originAccessControl:OriginAccessControl", "edge").inputs
    assert (control["signingBehavior"], control["signingProtocol"]) == ("always", "sigv4")
    policy = json.loads(recording.one("aws:s3/bucketPolicy:BucketPolicy", "edge").inputs["policy"])
    reads, tls = policy["Statement"]
    assert (reads["Action"], reads["Resource"]) == ("s3:GetObject", "arn:aws:s3:::assets/*")
    assert reads["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert reads["Condition"] == {
        "StringEquals": {"AWS:SourceArn": "arn:aws:mock:us-east-1:123456789012:Distribution/edge"}
    }
    assert tls["Effect"] == "Deny"
