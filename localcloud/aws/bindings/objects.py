"""Bindings of S3 objects."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import S3_OBJECT

_BODY = {
    "source": Property(api="Body", read=None),
    "content": Property(api="Body", read=None),
    "contentBase64": Property(api="Body", write="from_base64(@)", read=None),
}


def _object(name: str, **further: Property) -> Binding:
    return Binding(
        type=f"aws:s3/{name[0].lower()}{name[1:]}:{name}",
        service="s3",
        create="PutObject",
        update="PutObject",
        update_whole=True,
        update_with={"Tagging": "query(tagsAll)"},  # an object that is put again starts without tags
        read="HeadObject",
        delete="DeleteObject",
        id="join('/', [bucket, key])",
        parts=("bucket", "key"),
        separator="/",
        key={"Bucket": "bucket", "Key": "key"},
        result="@",
        gone=frozenset({"404", "NoSuchKey", "NoSuchBucket"}),
        properties={
            "bucket": Property(read=None, replaces=True, required=True),
            # Pulumi takes the resource's name where there is none; here the program says what it means.
            "key": Property(read=None, replaces=True, required=True),
            **_BODY,
            "acl": Property(api="ACL", read=None),
            "cacheControl": Property(),
            "contentDisposition": Property(),
            "contentEncoding": Property(),
            "contentLanguage": Property(),
            "contentType": Property(),
            "metadata": Property(verbatim=True),
            "serverSideEncryption": Property(),
            "kmsKeyId": Property(api="SSEKMSKeyId"),
            "bucketKeyEnabled": Property(),
            "storageClass": Property(),
            "websiteRedirect": Property(api="WebsiteRedirectLocation"),
            "objectLockLegalHoldStatus": Property(),
            "objectLockMode": Property(),
            "objectLockRetainUntilDate": Property(read=None),
            "etag": Property(api=None, read=None),
            "sourceHash": Property(api=None, read=None),
            "forceDestroy": Property(api=None, read=None, default=False),
            **further,
        },
        fetches=(
            Fetch(  # all of them go with the object
                operation="ListObjectVersions",
                each="_live.VersionId && [key] || `[]`",
                arguments={"Bucket": "bucket", "Prefix": "_item"},
                result="where([Versions, DeleteMarkers][][], 'Key', _item)[]"
                ".{Key: Key, VersionId: VersionId}",
                into="versions",
            ),
        ),
        before_delete=(
            Call(
                operation="DeleteObjects",
                arguments={
                    "Bucket": "bucket",
                    "Delete.Objects": "_live.versions[0]",
                    "BypassGovernanceRetention": "forceDestroy || null",
                },
                when=frozenset(),
                only_if="_live.versions[0]",
            ),
        ),
        outputs={
            "arn": "join('', ['arn:aws:s3:::', _id])",
            "etag": "replace(ETag, '\"', '')",
            "versionId": "VersionId",
        },
        volatile=frozenset({"etag", "versionId"}),
        tagging=S3_OBJECT,
    )


BINDINGS = (_object("BucketObject"), _object("BucketObjectv2", checksumAlgorithm=Property(read=None)))
