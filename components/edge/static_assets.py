"""StaticAssets: the bucket of the site's files, which only the distribution may read."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class StaticAssetsArgs:
    """Noncurrent versions of files are kept for these days, to go back to."""

    noncurrent_days: int


class StaticAssets(pulumi.ComponentResource):
    """Private, versioned, filled by each release of the app.

    Encrypted by S3's own keys: the files are public, and CloudFront would ask a key of ours for each of them.
    """

    bucket: pulumi.Output[str]
    arn: pulumi.Output[str]
    domain_name: pulumi.Output[str]

    def __init__(self, name: str, args: StaticAssetsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:edge:StaticAssets", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)

        # Every file is built from the repository: to lose the bucket is to upload them again.
        bucket = aws.s3.Bucket(name, force_destroy=True, tags={"Name": name}, opts=child)
        aws.s3.BucketOwnershipControls(
            name, bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=child
        )
        aws.s3.BucketPublicAccessBlock(
            name,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=bucket.id,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            opts=child,
        )
        versioning = aws.s3.BucketVersioning(
            name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=child
        )
        aws.s3.BucketLifecycleConfiguration(
            name,
            bucket=bucket.id,
            rules=[
                {
                    "id": "expire-noncurrent",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {"noncurrent_days": args.noncurrent_days},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )

        self.bucket, self.arn = bucket.bucket, bucket.arn
        self.domain_name = bucket.bucket_regional_domain_name
        self.register_outputs({"bucket": self.bucket, "arn": self.arn, "domain_name": self.domain_name})
