"""Examples of buckets and their configurations."""

import json

from tests.localcloud.aws.examples.example import Example, Inputs
from tests.localcloud.aws.examples.world import World

BUCKET = "aws:s3/bucket:Bucket"
OTHER = {"bucket": "other"}


def _of(world: World, **inputs: object) -> Inputs:
    return {"bucket": world.example(BUCKET).id, **inputs}


def _policy(world: World, action: str) -> str:
    bucket = world.example(BUCKET).outputs["arn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": action,
        "Resource": f"{bucket}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


EXAMPLES: dict[str, Example] = {
    BUCKET: Example(
        inputs=lambda w: {"forceDestroy": True},
        change={"forceDestroy": False, "tags": {"tier": "edge"}},
        replaces={"bucket": "other", "objectLockEnabled": True},
    ),
    "aws:s3/bucketPolicy:BucketPolicy": Example(
        inputs=lambda w: _of(w, policy=_policy(w, "s3:GetObject")),
        change_with=lambda w: {"policy": _policy(w, "s3:ListBucket")},
        replaces=OTHER,
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": Example(
        inputs=lambda w: _of(w, blockPublicAcls=True, blockPublicPolicy=True, ignorePublicAcls=True),
        change={"restrictPublicBuckets": True},
        replaces=OTHER,
    ),
    "aws:s3/bucketVersioning:BucketVersioning": Example(
        inputs=lambda w: _of(w, versioningConfiguration={"status": "Enabled"}),
        change={"versioningConfiguration": {"status": "Suspended"}},
        replaces=OTHER,
        outlives=True,
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": Example(
        inputs=lambda w: _of(
            w,
            rules=[
                {
                    "applyServerSideEncryptionByDefault": {
                        "sseAlgorithm": "aws:kms",
                        "kmsMasterKeyId": w.key.outputs["arn"],
                    },
                    "bucketKeyEnabled": True,
                }
            ],
        ),
        change={"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
        replaces=OTHER,
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": Example(
        inputs=lambda w: _of(
            w,
            rules=[
                {
                    "id": "logs",
                    "status": "Enabled",
                    "filter": {"prefix": "edge/"},
                    "expiration": {"days": 90},
                    "noncurrentVersionExpiration": {"noncurrentDays": 30},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                    "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}],
                }
            ],
        ),
        change={
            "rules": [
                {
                    "id": "all",
                    "status": "Enabled",
                    "filter": {"and": {"prefix": "a/", "tags": {"keep": "no"}}},
                    "expiration": {"days": 30},
                }
            ]
        },
        replaces=OTHER,
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": Example(
        inputs=lambda w: _of(w, rule={"objectOwnership": "BucketOwnerPreferred"}),
        change={"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        replaces=OTHER,
    ),
}
