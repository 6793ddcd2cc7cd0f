"""ContentDelivery: the CDN, which serves the site's files and hands the API to the load balancer."""

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

PriceClass = Literal["PriceClass_All", "PriceClass_200", "PriceClass_100"]

BUCKET, BALANCER, SITE = "bucket", "balancer", "site"
READS = ["GET", "HEAD", "OPTIONS"]
ALL = [*READS, "PUT", "POST", "PATCH", "DELETE"]
# What names the files of a release: asked for each time, or nobody would see a new one within the hour.
PAGES = ("/", "*.html", "/service-worker.js")
API = "/api/*"


@dataclass(frozen=True, kw_only=True)
class ContentDeliveryArgs:
    """Two origins, each reached by its own name, and the ids of the policies of their paths.

    `certificate_arn` and `firewall_arn` are of us-east-1. `balancer_domain` is in the load balancer's
    certificate; the header shows it that the request is ours.
    """

    domain: str
    certificate_arn: pulumi.Input[str]
    firewall_arn: pulumi.Input[str]
    price_class: PriceClass
    log_bucket_domain: pulumi.Input[str]
    bucket: pulumi.Input[str]
    bucket_arn: pulumi.Input[str]
    bucket_domain: pulumi.Input[str]
    balancer_domain: pulumi.Input[str]
    header_name: str
    header_value: pulumi.Input[str]
    files_policy_id: pulumi.Input[str]
    pages_policy_id: pulumi.Input[str]
    headers_policy_id: pulumi.Input[str]
    uncached_policy_id: pulumi.Input[str]
    all_viewer_policy_id: pulumi.Input[str]


class ContentDelivery(pulumi.ComponentResource):
    """A file that the bucket does not have is asked of the app: so the site is there before it is uploaded.

    `domain_name` is CloudFront's own, known once the distribution may read the bucket.
    """

    distribution_id: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    zone_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: ContentDeliveryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:edge:ContentDelivery", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        control = aws.cloudfront.OriginAccessControl(
            name,
            description="The site's files",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=child,
        )
        distribution = aws.cloudfront.Distribution(
            name,
            comment=name,
            enabled=True,
            is_ipv6_enabled=True,
            http_version="http2and3",
            price_class=args.price_class,
            aliases=[args.domain],
            viewer_certificate={
                "acm_certificate_arn": args.certificate_arn,
                "ssl_support_method": "sni-only",
                "minimum_protocol_version": "TLSv1.2_2021",
            },
            web_acl_id=args.firewall_arn,
            logging_config={"bucket": args.log_bucket_domain, "include_cookies": False},
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            default_root_object="index.html",
            origins=[_bucket(args, control.id), _balancer(args)],
            origin_groups=[
                {
                    "origin_id": SITE,
                    # S3 says 403 of a file that is not there to whoever may not list the bucket.
                    "failover_criteria": {"status_codes": [403, 404, 500, 502, 503, 504]},
                    "members": [{"origin_id": BUCKET}, {"origin_id": BALANCER}],
                }
            ],
            default_cache_behavior={
                "target_origin_id": SITE,
                "viewer_protocol_policy": "redirect-to-https",
                "allowed_methods": READS,
                "cached_methods": READS[:2],
                "compress": True,
                "cache_policy_id": args.files_policy_id,
                "response_headers_policy_id": args.headers_policy_id,
            },
            ordered_cache_behaviors=[_api(args), *(_page(args, path) for path in PAGES)],
            tags={"Name": name},
            opts=child,
        )
        policy = aws.s3.BucketPolicy(
            name,
            bucket=args.bucket,
            policy=pulumi.Output.json_dumps(
                pulumi.Output.all(args.bucket_arn, distribution.arn).apply(lambda arns: _policy(*arns))
            ),
            opts=child,
        )

        self.distribution_id, self.zone_id = distribution.id, distribution.hosted_zone_id
        self.domain_name = pulumi.Output.all(distribution.domain_name, policy.id).apply(
            lambda parts: str(parts[0])
        )
        self.register_outputs(
            {
                "distribution_id": self.distribution_id,
                "domain_name": self.domain_name,
                "zone_id": self.zone_id,
            }
        )


def _bucket(
    args: ContentDeliveryArgs, control_id: pulumi.Output[str]
) -> aws.cloudfront.DistributionOriginArgsDict:
    return {
        "origin_id": BUCKET,
        "domain_name": args.bucket_domain,
        "origin_access_control_id": control_id,
        "connection_attempts": 3,
        "connection_timeout": 5,
    }


def _balancer(args: ContentDeliveryArgs) -> aws.cloudfront.DistributionOriginArgsDict:
    return {
        "origin_id": BALANCER,
        "domain_name": args.balancer_domain,
        "custom_headers": [{"name": args.header_name, "value": args.header_value}],
        "connection_attempts": 3,
        "connection_timeout": 5,
        "custom_origin_config": {
            "http_port": 80,
            "https_port": 443,
            "origin_protocol_policy": "https-only",
            "origin_ssl_protocols": ["TLSv1.2"],
            # Longer than the 30 s of a worker; and shorter than the load balancer keeps a connection.
            "origin_read_timeout": 60,
            "origin_keepalive_timeout": 60,
        },
    }


def _api(args: ContentDeliveryArgs) -> aws.cloudfront.DistributionOrderedCacheBehaviorArgsDict:
    return {
        "path_pattern": API,
        "target_origin_id": BALANCER,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ALL,
        "cached_methods": READS[:2],
        "compress": True,
        "cache_policy_id": args.uncached_policy_id,
        # With the host that the viewer asked for, which the certificate holds as well, so that the app knows
        # its own name; and with all that a WebSocket needs.
        "origin_request_policy_id": args.all_viewer_policy_id,
        "response_headers_policy_id": args.headers_policy_id,
    }


def _page(args: ContentDeliveryArgs, path: str) -> aws.cloudfront.DistributionOrderedCacheBehaviorArgsDict:
    return {
        "path_pattern": path,
        "target_origin_id": SITE,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": READS,
        "cached_methods": READS[:2],
        "compress": True,
        "cache_policy_id": args.pages_policy_id,
        "response_headers_policy_id": args.headers_policy_id,
    }


def _policy(bucket_arn: str, distribution_arn: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TheDistributionReads",
                "Effect": "Allow",
                "Principal": {"Service": "cloudfront.amazonaws.com"},
                "Action": "s3:GetObject",
                "Resource": f"{bucket_arn}/*",
                "Condition": {"StringEquals": {"AWS:SourceArn": distribution_arn}},
            },
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [bucket_arn, f"{bucket_arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ],
    }
