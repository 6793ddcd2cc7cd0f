"""Bindings of ECR: repositories and their lifecycle policies."""

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import ECR

_UPDATE = frozenset({"update"})

REPOSITORY = Binding(
    type="aws:ecr/repository:Repository",
    service="ecr",
    create="CreateRepository",
    read="DescribeRepositories",
    delete="DeleteRepository",
    delete_with={"force": "forceDelete || `false`"},
    id="repository.repositoryName",
    key={"repositoryName": "_id"},
    read_key={"repositoryNames": "[_id]"},
    result="repositories[0]",
    gone=frozenset({"RepositoryNotFoundException"}),
    name="name",
    name_limit=256,
    properties={
        "name": Property(api="repositoryName", replaces=True, lower=True),
        "imageTagMutability": Property(default="MUTABLE"),
        "imageTagMutabilityExclusionFilters": Property(),
        "imageScanningConfiguration": Property(),
        "encryptionConfigurations": Property(
            api="encryptionConfiguration", write="[0]", read="[encryptionConfiguration]", replaces=True
        ),
        "forceDelete": Property(api=None, read=None),
    },
    calls=(
        Call(
            operation="PutImageTagMutability",
            arguments={
                "repositoryName": "_id",
                "imageTagMutability": "imageTagMutability",
                "imageTagMutabilityExclusionFilters": "imageTagMutabilityExclusionFilters",
            },
            when=frozenset({"imageTagMutability", "imageTagMutabilityExclusionFilters"}),
            on=_UPDATE,
        ),
        Call(
            operation="PutImageScanningConfiguration",
            arguments={
                "repositoryName": "_id",
                "imageScanningConfiguration.scanOnPush": "imageScanningConfiguration.scanOnPush || `false`",
            },
            when=frozenset({"imageScanningConfiguration"}),
            on=_UPDATE,
        ),
    ),
    outputs={"arn": "repositoryArn", "registryId": "registryId", "repositoryUrl": "repositoryUri"},
    tagging=ECR,
)

LIFECYCLE_POLICY = Binding(
    type="aws:ecr/lifecyclePolicy:LifecyclePolicy",
    service="ecr",
    create="PutLifecyclePolicy",
    read="GetLifecyclePolicy",
    delete="DeleteLifecyclePolicy",
    id="repository",
    key={"repositoryName": "_id"},
    result="@",
    gone=frozenset({"LifecyclePolicyNotFoundException", "RepositoryNotFoundException"}),
    properties={
        "repository": Property(api="repositoryName", replaces=True, required=True),
        "policy": Property(api="lifecyclePolicyText", json=True, replaces=True, required=True),
    },
    outputs={"registryId": "registryId"},
)

BINDINGS = (REPOSITORY, LIFECYCLE_POLICY)
