"""Buckets go with what is in them only by force, and lie in their own Region."""

import pytest

from localcloud.aws.calls import Caller
from localcloud.engine.plugin.provider import ResourceError
from tests.localcloud.aws.conftest import Deployed, Engine
from tests.localcloud.aws.examples import World
from tests.localcloud.aws.examples.buckets import BUCKET


def _filled(engine: Engine, caller: Caller, **inputs: bool) -> Deployed:
    bucket = engine.create(BUCKET, "assets", **inputs)
    versioning = {"status": "Enabled"}
    engine.create(
        "aws:s3/bucketVersioning:BucketVersioning", bucket=bucket.id, versioningConfiguration=versioning
    )
    client = caller.client("s3")
    for text in (b"a", b"b"):
        client.put_object(Bucket=bucket.id, Key="index.html", Body=text)
    client.delete_object(Bucket=bucket.id, Key="index.html")
    return bucket


def test_a_bucket_with_objects_stays(engine: Engine, caller: Caller) -> None:
    bucket = _filled(engine, caller)
    with pytest.raises(ResourceError, match="BucketNotEmpty"):
        engine.delete(bucket)


def test_by_force_it_goes_with_all_versions(engine: Engine, caller: Caller) -> None:
    bucket = _filled(engine, caller, forceDestroy=True)
    engine.delete(bucket)
    assert engine.read(bucket) is None


def test_a_bucket_of_another_region_has_that_region_s_names(engine: Engine) -> None:
    bucket = engine.create(BUCKET, "assets", region="eu-central-1")
    assert bucket.outputs["bucketRegionalDomainName"] == f"{bucket.id}.s3.eu-central-1.amazonaws.com"
    assert bucket.outputs["bucketRegion"] == "eu-central-1"


def test_a_policy_may_be_a_document(engine: Engine) -> None:
    bucket = World(engine).example(BUCKET)
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": bucket.outputs["arn"]}
        ],
    }
    policy = engine.create("aws:s3/bucketPolicy:BucketPolicy", bucket=bucket.id, policy=document)
    state = engine.read(policy)
    assert state is not None
    assert state.inputs["policy"] == document
