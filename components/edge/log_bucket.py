"""LogBucket: where one service of the edge delivers its access logs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class LogBucketArgs:
    """`writer` delivers from this account into this Region; what it wrote is deleted after the days."""

    writer: Literal["load-balancer", "cloudfront", "firewall"]
    account_id: str
    region: str
    retention_days: int


class LogBucket(pulumi.ComponentResource):
    """Encrypted by S3's own keys: a load balancer delivers into no bucket with another key.

    `name`, `arn` and `domain_name` are known once the writer may deliver.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    domain_name: pulumi.Output[str]

    def __init__(self, name: str, args: LogBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:LogBucket", name, {}, opts)
        child, region = pulumi.ResourceOptions(parent=self), args.region

        bucket = aws.s3.Bucket(
            name,
            # WAF takes a bucket of such a name only.
            bucket_prefix="aws-waf-logs-" if args.writer == "firewall" else None,
            # Who destroys the platform gives up its databases; the logs of its requests go with them.
            force_destroy=True,
            region=region,
            tags={"Name": name},
            opts=child,
        )
        ownership = aws.s3.BucketOwnershipControls(
            name,
            bucket=bucket.id,
            # CloudFront's standard logs come with an access control list, which the others do without.
            # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
            rule={
                "object_ownership": "BucketOwnerPreferred"
                if args.writer == "cloudfront"
                else "BucketOwnerEnforced"
            },
            region=region,
            opts=child,
        )
        closed = aws.s3.BucketPublicAccessBlock(
            name,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            region=region,
            opts=child,
        )
        encrypted = aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=bucket.id,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            region=region,
            opts=child,
        )
        aws.s3.BucketLifecycleConfiguration(
            name,
            bucket=bucket.id,
            rules=[
                {
                    "id": "expire",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": args.retention_days},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
                }
            ],
            region=region,
            opts=child,
        )
        policy = aws.s3.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=pulumi.Output.json_dumps(bucket.arn.apply(lambda arn: _policy(arn, args))),
            region=region,
            opts=child,
        )

        ready = pulumi.Output.all(ownership.id, closed.id, encrypted.id, policy.id)
        self.name = pulumi.Output.all(bucket.bucket, ready).apply(lambda parts: str(parts[0]))
        self.arn = pulumi.Output.all(bucket.arn, ready).apply(lambda parts: str(parts[0]))
        self.domain_name = pulumi.Output.all(bucket.bucket_domain_name, ready).apply(
            lambda parts: str(parts[0])
        )
        self.register_outputs({"name": self.name, "arn": self.arn, "domain_name": self.domain_name})


def _policy(arn: str, args: LogBucketArgs) -> dict[str, object]:
    statements = [
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        *_delivery(arn, args),
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def _delivery(arn: str, args: LogBucketArgs) -> Sequence[dict[str, Any]]:
    account, objects = args.account_id, f"{arn}/AWSLogs/{args.account_id}/*"
    match args.writer:
        case "load-balancer":
            # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
            balancers = f"arn:aws:elasticloadbalancing:{args.region}:{account}:loadbalancer/*"
            principal, condition = (
                "logdelivery.elasticloadbalancing.amazonaws.com",
                {"ArnLike": {"aws:SourceArn": balancers}},
            )
            return [_allow(principal, "s3:PutObject", objects, condition)]
        case "firewall":
            # https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html
            principal, ours = "delivery.logs.amazonaws.com", {"aws:SourceAccount": account}
            full = {"StringEquals": {**ours, "s3:x-amz-acl": "bucket-owner-full-control"}}
            return [
                _allow(principal, "s3:PutObject", objects, full),
                _allow(principal, "s3:GetBucketAcl", arn, {"StringEquals": ours}),
            ]
        case "cloudfront":
            return []  # it writes itself into the bucket's access control list when logging is turned on


def _allow(service: str, action: str, resource: str, condition: Mapping[str, object]) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": action,
        "Resource": resource,
        "Condition": condition,
    }
