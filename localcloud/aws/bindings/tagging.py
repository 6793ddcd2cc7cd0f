"""How each service takes and gives tags."""

from localcloud.aws.binding import Tagging


def ec2(resource_type: str, read: str = "Tags") -> Tagging:
    """Tags of an EC2 resource of the given type (`vpc`, …); a few types answer them as `TagSet`."""
    return Tagging(
        create="TagSpecifications",
        tag="CreateTags",
        untag="DeleteTags",
        resource="Resources",
        of="_id",
        resource_type=resource_type,
        read=read,
    )


def iam(kind: str, name: str) -> Tagging:
    """Tags of an IAM resource (`Role`, parameter `RoleName`)."""
    return Tagging(
        create="Tags",
        tag=f"Tag{kind}",
        untag=f"Untag{kind}",
        resource=name,
        of="_id",
        fetch=f"List{kind}Tags",
        result="Tags",
    )


def by_arn(arn: str, create: str = "Tags", resource: str = "ResourceName", read: str = "TagList") -> Tagging:
    """RDS's and ElastiCache's way: tags are added to an ARN (`arn`: JMESPath over the object)."""
    return Tagging(
        create=create,
        tag="AddTagsToResource",
        untag="RemoveTagsFromResource",
        resource=resource,
        of=arn,
        fetch="ListTagsForResource",
        result=read,
    )


KMS = Tagging(
    create="Tags",
    tag="TagResource",
    untag="UntagResource",
    resource="KeyId",
    of="_id",
    fetch="ListResourceTags",
    result="Tags",
)
SECRETS_MANAGER = Tagging(
    create="Tags", tag="TagResource", untag="UntagResource", resource="SecretId", of="_id", read="Tags"
)


def eks(arn: str) -> Tagging:
    """Tags of an EKS resource; `arn` is the JMESPath of its ARN over the object."""
    return Tagging(
        create="tags", tag="TagResource", untag="UntagResource", resource="resourceArn", of=arn, read="tags"
    )


LOGS = Tagging(
    create="tags",
    tag="TagResource",
    untag="UntagResource",
    resource="resourceArn",
    of="replace(arn, ':*', '')",
    fetch="ListTagsForResource",
    result="tags",
)
ELBV2 = Tagging(
    create="Tags",
    tag="AddTags",
    untag="RemoveTags",
    resource="ResourceArns",
    of="_id",
    fetch="DescribeTags",
    result="TagDescriptions[0].Tags",
)
ROUTE53 = Tagging(
    create=None,
    tag="ChangeTagsForResource",
    untag="ChangeTagsForResource",
    of="{ResourceType: 'hostedzone', ResourceId: _id}",
    fetch="ListTagsForResource",
    result="ResourceTagSet.Tags",
)
ACM = Tagging(
    create="Tags",
    tag="AddTagsToCertificate",
    untag="RemoveTagsFromCertificate",
    resource="CertificateArn",
    of="_id",
    fetch="ListTagsForCertificate",
    result="Tags",
)
S3_BUCKET = Tagging(
    create=None,
    tag="PutBucketTagging",
    untag="DeleteBucketTagging",
    resource="Bucket",
    of="_id",
    whole=True,
    fetch="GetBucketTagging",
    result="TagSet",
    absent=frozenset({"NoSuchTagSet"}),
)
S3_OBJECT = Tagging(
    create=None,
    tag="PutObjectTagging",
    untag="DeleteObjectTagging",
    of="{Bucket: bucket, Key: key}",
    whole=True,
    fetch="GetObjectTagging",
    result="TagSet",
)
SNS = Tagging(
    create="Tags",
    tag="TagResource",
    untag="UntagResource",
    resource="ResourceArn",
    of="_id",
    fetch="ListTagsForResource",
    result="Tags",
)
CLOUDWATCH = Tagging(
    create="Tags",
    tag="TagResource",
    untag="UntagResource",
    resource="ResourceARN",
    of="AlarmArn",
    fetch="ListTagsForResource",
    result="Tags",
)
BUDGETS = Tagging(
    create="ResourceTags",
    tag="TagResource",
    untag="UntagResource",
    resource="ResourceARN",
    of="join('', ['arn:aws:budgets::', _account, ':budget/', name])",
    fetch="ListTagsForResource",
    result="ResourceTags",
)
ECR = Tagging(
    create="tags",
    tag="TagResource",
    untag="UntagResource",
    resource="resourceArn",
    of="repositoryArn",
    fetch="ListTagsForResource",
    result="tags",
)
WAF = Tagging(
    create="Tags",
    tag="TagResource",
    untag="UntagResource",
    resource="ResourceARN",
    of="WebACL.ARN",
    fetch="ListTagsForResource",
    result="TagInfoForResource.TagList",
)


def backup(create: str, arn: str) -> Tagging:
    """Tags of a resource of AWS Backup; `arn` is the JMESPath of its ARN over the object."""
    return Tagging(
        create=create,
        tag="TagResource",
        untag="UntagResource",
        resource="ResourceArn",
        of=arn,
        fetch="ListTags",
        result="Tags",
    )


MQ = Tagging(
    create="Tags",
    tag="CreateTags",
    untag="DeleteTags",
    resource="ResourceArn",
    of="BrokerArn || Arn",
    read="Tags",
)
OPENSEARCH = Tagging(
    create="TagList",
    tag="AddTags",
    untag="RemoveTags",
    resource="ARN",
    of="_id",
    fetch="ListTags",
    result="TagList",
)
CLOUDFRONT = Tagging(
    create=None,
    tag="TagResource",
    untag="UntagResource",
    resource="Resource",
    of="Distribution.ARN",
    fetch="ListTagsForResource",
    result="Tags.Items",
)
