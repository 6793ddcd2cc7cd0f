from components.edge.static_assets import StaticAssets, StaticAssetsArgs
from tests.recording import Recording, record


def assets(preview: bool) -> Recording:
    return record(lambda: StaticAssets("assets", StaticAssetsArgs(noncurrent_days=30)), preview=preview)


def test_it_is_private_versioned_and_encrypted(preview: bool) -> None:
    recording = assets(preview)
    block = recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "assets").inputs
    assert [value for value in block.values() if isinstance(value, bool)] == [True] * 4
    controls = recording.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "assets").inputs
    assert controls["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    versioning = recording.one("aws:s3/bucketVersioning:BucketVersioning", "assets").inputs
    assert versioning["versioningConfiguration"] == {"status": "Enabled"}
    (encryption,) = recording.of(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    ).values()
    assert encryption.inputs["rules"] == [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]


def test_what_was_replaced_can_be_taken_back_for_a_while(preview: bool) -> None:
    recording = assets(preview)
    (lifecycle,) = recording.of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").values()
    (rule,) = lifecycle.inputs["rules"]
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 30}
    assert "expiration" not in rule


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert len(assets(preview).children("softfactory:edge:StaticAssets", "assets")) == 6
