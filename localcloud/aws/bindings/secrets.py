"""Bindings of KMS and Secrets Manager."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import KMS, SECRETS_MANAGER

KEY = Binding(
    type="aws:kms/key:Key",
    service="kms",
    create="CreateKey",
    read="DescribeKey",
    delete="ScheduleKeyDeletion",
    delete_with={"PendingWindowInDays": "deletionWindowInDays"},
    id="KeyMetadata.KeyId",
    key={"KeyId": "_id"},
    result="KeyMetadata",
    gone=frozenset({"NotFoundException"}),
    gone_if="KeyState == 'PendingDeletion'",
    properties={
        "description": Property(),
        "keyUsage": Property(replaces=True, default="ENCRYPT_DECRYPT"),
        "customerMasterKeySpec": Property(api="KeySpec", replaces=True, default="SYMMETRIC_DEFAULT"),
        "multiRegion": Property(replaces=True),
        "policy": Property(read="policy", json=True),
        "bypassPolicyLockoutSafetyCheck": Property(read=None, default=False),
        "deletionWindowInDays": Property(api=None, read=None),
        "enableKeyRotation": Property(api=None, read="rotation.KeyRotationEnabled"),
        "rotationPeriodInDays": Property(api=None, read="rotation.RotationPeriodInDays"),
        "isEnabled": Property(api=None, read="Enabled", default=True),
    },
    calls=(
        Call(
            operation="UpdateKeyDescription",
            arguments={"KeyId": "_id", "Description": "description || ''"},
            when=frozenset({"description"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="PutKeyPolicy",
            arguments={"KeyId": "_id", "PolicyName": "'default'", "Policy": "policy"},
            when=frozenset({"policy"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="EnableKey",
            arguments={"KeyId": "_id"},
            when=frozenset({"isEnabled"}),
            on=frozenset({"update"}),
            only_if="isEnabled",
        ),
        Call(
            operation="EnableKeyRotation",
            arguments={"KeyId": "_id", "RotationPeriodInDays": "rotationPeriodInDays"},
            when=frozenset({"enableKeyRotation", "rotationPeriodInDays"}),
            only_if="enableKeyRotation",
        ),
        Call(
            operation="DisableKeyRotation",
            arguments={"KeyId": "_id"},
            when=frozenset({"enableKeyRotation"}),
            on=frozenset({"update"}),
            only_if="!enableKeyRotation",
        ),
        Call(
            operation="DisableKey",
            arguments={"KeyId": "_id"},
            when=frozenset({"isEnabled"}),
            only_if="!isEnabled",
        ),
    ),
    fetches=(
        Fetch(
            operation="GetKeyPolicy",
            arguments={"KeyId": "_id", "PolicyName": "'default'"},
            result="Policy",
            into="policy",
        ),
        Fetch(
            operation="GetKeyRotationStatus",
            arguments={"KeyId": "_id"},
            result="@",
            into="rotation",
            absent=frozenset({"KMSInvalidStateException"}),
        ),
    ),
    outputs={"arn": "Arn", "keyId": "KeyId"},
    tagging=KMS,
)

ALIAS = Binding(
    type="aws:kms/alias:Alias",
    service="kms",
    create="CreateAlias",
    read="ListAliases",
    update="UpdateAlias",
    delete="DeleteAlias",
    id="name",
    key={"AliasName": "_id"},
    read_key={"Limit": "`100`"},
    result="Aliases[?AliasName=='%(_id)s'] | [0]",
    gone=frozenset({"NotFoundException"}),
    properties={
        "name": Property(api="AliasName", replaces=True, required=True),
        "targetKeyId": Property(required=True),
    },
    outputs={"arn": "AliasArn", "targetKeyArn": "arn:aws:kms:%(_region)s:%(_account)s:key/%(TargetKeyId)s"},
)

SECRET = Binding(
    type="aws:secretsmanager/secret:Secret",
    service="secretsmanager",
    create="CreateSecret",
    read="DescribeSecret",
    update="UpdateSecret",
    delete="DeleteSecret",
    delete_with={
        "RecoveryWindowInDays": "recoveryWindowInDays != `0` && recoveryWindowInDays || null",
        "ForceDeleteWithoutRecovery": "recoveryWindowInDays == `0` && `true` || null",
    },
    id="ARN",
    key={"SecretId": "_id"},
    result="@",
    gone=frozenset({"ResourceNotFoundException"}),
    gone_if="DeletedDate",
    name="name",
    name_limit=512,
    properties={
        "name": Property(replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "description": Property(),
        "kmsKeyId": Property(),
        "recoveryWindowInDays": Property(api=None, read=None, default=30),
        "forceOverwriteReplicaSecret": Property(api=None, read=None, default=False),
        "policy": Property(api=None, read="policy", json=True),
    },
    calls=(
        Call(
            operation="PutResourcePolicy",
            arguments={"SecretId": "_id", "ResourcePolicy": "policy"},
            when=frozenset({"policy"}),
            only_if="policy",
        ),
        Call(
            operation="DeleteResourcePolicy",
            arguments={"SecretId": "_id"},
            when=frozenset({"policy"}),
            on=frozenset({"update"}),
            only_if="!policy",
        ),
    ),
    fetches=(
        Fetch(
            operation="GetResourcePolicy",
            arguments={"SecretId": "_id"},
            result="ResourcePolicy",
            into="policy",
        ),
    ),
    outputs={"arn": "ARN"},
    tagging=SECRETS_MANAGER,
)

SECRET_VERSION = Binding(
    type="aws:secretsmanager/secretVersion:SecretVersion",
    service="secretsmanager",
    create="PutSecretValue",
    read="GetSecretValue",
    # The version that is current cannot be taken away: it goes with its secret, as in the official provider.
    id="join('|', [ARN, VersionId])",
    parts=("arn", "version"),
    separator="|",
    key={"SecretId": "arn", "VersionId": "version"},
    result="@",
    gone=frozenset({"ResourceNotFoundException", "InvalidRequestException"}),
    properties={
        "secretId": Property(replaces=True, required=True, read="ARN"),
        "secretString": Property(replaces=True),
        "versionStages": Property(),
    },
    outputs={"arn": "ARN", "versionId": "VersionId"},
    secret=frozenset({"secretString"}),
)

BINDINGS = (KEY, ALIAS, SECRET, SECRET_VERSION)
