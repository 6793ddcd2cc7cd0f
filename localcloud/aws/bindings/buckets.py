"""Bindings of S3 buckets and of what is configured on them, each in a resource of its own."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import S3_BUCKET

_NO_BUCKET = frozenset({"NoSuchBucket", "404"})
_BUCKET = Property(read="_id", replaces=True, required=True)
_OWNER = Property(read=None, replaces=True)

BUCKET = Binding(
    type="aws:s3/bucket:Bucket",
    service="s3",
    create="CreateBucket",
    create_with={"CreateBucketConfiguration.LocationConstraint": "_region != 'us-east-1' && _region || null"},
    read="HeadBucket",
    delete="DeleteBucket",
    id="bucket",
    key={"Bucket": "_id"},
    result="@",
    gone=_NO_BUCKET,
    name="bucket",
    name_limit=63,
    properties={
        "bucket": Property(read="_id", replaces=True, lower=True),
        "bucketPrefix": Property(api=None, read=None, replaces=True),
        "bucketNamespace": Property(read=None, replaces=True),
        "objectLockEnabled": Property(api="ObjectLockEnabledForBucket", read=None, replaces=True),
        "forceDestroy": Property(api=None, read=None, default=False),
    },
    fetches=(
        Fetch(  # only where they are in the way of a deletion
            operation="ListObjectVersions",
            each="forceDestroy && [_id] || `[]`",
            arguments={"Bucket": "_item"},
            result="[Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}",
            into="versions",
        ),
    ),
    before_delete=(
        Call(
            operation="DeleteObjects",
            arguments={"Bucket": "_id", "Delete.Objects": "_live.versions[0]"},
            when=frozenset({"forceDestroy"}),
            only_if="_live.versions[0]",
        ),
    ),
    outputs={
        "arn": "arn:aws:s3:::%(_id)s",
        "bucketDomainName": "join('', [_id, '.s3.amazonaws.com'])",
        "bucketRegion": "BucketRegion",
        "bucketRegionalDomainName": "join('', [_id, '.s3.', _region, '.amazonaws.com'])",
    },
    tagging=S3_BUCKET,
)


def _configuration(
    name: str, operation: str, properties: dict[str, Property], absent: str, delete: str = "", read: str = ""
) -> Binding:
    """A configuration of a bucket: put whole, read and deleted by the bucket's name."""
    return Binding(
        type=f"aws:s3/{name[0].lower()}{name[1:]}:{name}",
        service="s3",
        create=f"Put{operation}",
        update=f"Put{operation}",
        update_whole=True,
        read=f"Get{read or operation}",
        delete=delete or f"Delete{operation}",
        id="bucket",
        key={"Bucket": "_id"},
        result="@",
        gone=_NO_BUCKET | {absent},
        kept_if="skipDestroy",
        properties={"bucket": _BUCKET, **properties},
    )


BUCKET_POLICY = _configuration(
    "BucketPolicy",
    "BucketPolicy",
    {"policy": Property(json=True, required=True)},
    absent="NoSuchBucketPolicy",
)

_BLOCK = "PublicAccessBlockConfiguration"
PUBLIC_ACCESS_BLOCK = _configuration(
    "BucketPublicAccessBlock",
    "PublicAccessBlock",
    {
        **{
            key: Property(
                api=f"{_BLOCK}.{key[0].upper()}{key[1:]}",
                read=f"{_BLOCK}.{key[0].upper()}{key[1:]}",
                default=False,
            )
            for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        },
        "skipDestroy": Property(api=None, read=None),
    },
    absent="NoSuchPublicAccessBlockConfiguration",
)

VERSIONING = Binding(
    type="aws:s3/bucketVersioning:BucketVersioning",
    service="s3",
    create="PutBucketVersioning",
    update="PutBucketVersioning",
    update_whole=True,
    read="GetBucketVersioning",
    delete="PutBucketVersioning",  # what was versioned once can only be suspended
    delete_with={"VersioningConfiguration.Status": "'Suspended'"},
    id="bucket",
    key={"Bucket": "_id"},
    result="@",
    gone=_NO_BUCKET,
    gone_if="!Status",
    properties={
        "bucket": _BUCKET,
        "expectedBucketOwner": _OWNER,
        "mfa": Property(api="MFA", read=None),
        "versioningConfiguration": Property(required=True, read="{status: Status, mfaDelete: MFADelete}"),
    },
)

ENCRYPTION = _configuration(
    "BucketServerSideEncryptionConfiguration",
    "BucketEncryption",
    {
        "expectedBucketOwner": _OWNER,
        "rules": Property(
            api="ServerSideEncryptionConfiguration.Rules",
            read="ServerSideEncryptionConfiguration.Rules",
            required=True,
            rename={"blockedEncryptionTypes": "BlockedEncryptionTypes.EncryptionType"},
        ),
    },
    absent="ServerSideEncryptionConfigurationNotFoundError",
)

LIFECYCLE = _configuration(
    "BucketLifecycleConfiguration",
    "BucketLifecycleConfiguration",
    {
        "expectedBucketOwner": _OWNER,
        "rules": Property(api="LifecycleConfiguration.Rules", read="Rules", required=True),
        "transitionDefaultMinimumObjectSize": Property(),
        "timeouts": Property(api=None, read=None),
    },
    absent="NoSuchLifecycleConfiguration",
    delete="DeleteBucketLifecycle",
)

OWNERSHIP_CONTROLS = _configuration(
    "BucketOwnershipControls",
    "BucketOwnershipControls",
    {"rule": Property(api="OwnershipControls.Rules", read="OwnershipControls.Rules", required=True)},
    absent="OwnershipControlsNotFoundError",
)

BINDINGS = (BUCKET, BUCKET_POLICY, PUBLIC_ACCESS_BLOCK, VERSIONING, ENCRYPTION, LIFECYCLE, OWNERSHIP_CONTROLS)
