"""Bindings of IAM: roles, policies, attachments, instance profiles."""

from dataclasses import replace

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import iam

R = Property(replaces=True)
_GONE = frozenset({"NoSuchEntity"})

ROLE = Binding(
    type="aws:iam/role:Role",
    service="iam",
    region="us-east-1",
    create="CreateRole",
    read="GetRole",
    update="UpdateRole",
    delete="DeleteRole",
    id="Role.RoleName",
    key={"RoleName": "_id"},
    result="Role",
    gone=_GONE,
    name="name",
    name_limit=64,
    properties={
        "name": Property(api="RoleName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "path": Property(replaces=True, default="/"),
        "assumeRolePolicy": Property(api="AssumeRolePolicyDocument", json=True, required=True),
        "description": Property(),
        "maxSessionDuration": Property(default=3600),
        "permissionsBoundary": Property(read="PermissionsBoundary.PermissionsBoundaryArn"),
        "forceDetachPolicies": Property(api=None, read=None, default=False),
    },
    calls=(
        Call(
            operation="UpdateAssumeRolePolicy",
            arguments={"RoleName": "_id", "PolicyDocument": "assumeRolePolicy"},
            when=frozenset({"assumeRolePolicy"}),
            on=frozenset({"update"}),
        ),
        Call(
            operation="PutRolePermissionsBoundary",
            arguments={"RoleName": "_id", "PermissionsBoundary": "permissionsBoundary"},
            when=frozenset({"permissionsBoundary"}),
            on=frozenset({"update"}),
            only_if="permissionsBoundary",
        ),
        Call(
            operation="DeleteRolePermissionsBoundary",
            arguments={"RoleName": "_id"},
            when=frozenset({"permissionsBoundary"}),
            on=frozenset({"update"}),
            only_if="!permissionsBoundary",
        ),
    ),
    outputs={"arn": "Arn", "uniqueId": "RoleId"},
    tagging=iam("Role", "RoleName"),
)

ROLE_POLICY_ATTACHMENT = Binding(
    type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    service="iam",
    region="us-east-1",
    create="AttachRolePolicy",
    read="ListAttachedRolePolicies",
    delete="DetachRolePolicy",
    id="join('/', [role, policyArn])",
    parts=("role", "policyArn"),
    separator="/",
    key={"RoleName": "role", "PolicyArn": "policyArn"},
    read_key={"RoleName": "role"},
    result="AttachedPolicies[?PolicyArn=='%(policyArn)s'] | [0]",
    gone=_GONE,
    properties={
        "role": Property(api="RoleName", read=None, replaces=True, required=True),
        "policyArn": Property(replaces=True, required=True),
    },
)

ROLE_POLICY = Binding(
    type="aws:iam/rolePolicy:RolePolicy",
    service="iam",
    region="us-east-1",
    create="PutRolePolicy",
    read="GetRolePolicy",
    update="PutRolePolicy",
    update_whole=True,
    delete="DeleteRolePolicy",
    id="join(':', [role, name])",
    parts=("role", "name"),
    key={"RoleName": "role", "PolicyName": "name"},
    result="@",
    gone=_GONE,
    name="name",
    name_limit=128,
    properties={
        "role": Property(api="RoleName", replaces=True, required=True),
        "name": Property(api="PolicyName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "policy": Property(api="PolicyDocument", json=True, required=True),
    },
)

POLICY = Binding(
    type="aws:iam/policy:Policy",
    service="iam",
    region="us-east-1",
    create="CreatePolicy",
    read="GetPolicy",
    delete="DeletePolicy",
    id="Policy.Arn",
    key={"PolicyArn": "_id"},
    result="Policy",
    gone=_GONE,
    name="name",
    name_limit=128,
    properties={
        "name": Property(api="PolicyName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "path": Property(replaces=True, default="/"),
        "description": R,
        "policy": Property(api="PolicyDocument", read="document", json=True, required=True),
    },
    calls=(
        Call(  # a policy keeps five versions at most
            operation="DeletePolicyVersion",
            arguments={"PolicyArn": "_id", "VersionId": "_live.spare"},
            when=frozenset({"policy"}),
            on=frozenset({"update"}),
            only_if="_live.spare",
        ),
        Call(
            operation="CreatePolicyVersion",
            arguments={"PolicyArn": "_id", "PolicyDocument": "policy", "SetAsDefault": "`true`"},
            when=frozenset({"policy"}),
            on=frozenset({"update"}),
        ),
    ),
    before_delete=(
        Call(
            operation="DeletePolicyVersion",
            arguments={"PolicyArn": "_id", "VersionId": "_live.spare"},
            when=frozenset(),
            only_if="_live.spare",
        ),
    ),
    fetches=(
        Fetch(
            operation="GetPolicyVersion",
            arguments={"PolicyArn": "_id", "VersionId": "_live.DefaultVersionId"},
            result="PolicyVersion.Document",
            into="document",
        ),
        Fetch(
            operation="ListPolicyVersions",
            arguments={"PolicyArn": "_id"},
            result="Versions[?!IsDefaultVersion] | [-1].VersionId",
            into="spare",
        ),
    ),
    outputs={"arn": "Arn", "policyId": "PolicyId"},
    tagging=iam("Policy", "PolicyArn"),
)

INSTANCE_PROFILE = Binding(
    type="aws:iam/instanceProfile:InstanceProfile",
    service="iam",
    region="us-east-1",
    create="CreateInstanceProfile",
    read="GetInstanceProfile",
    delete="DeleteInstanceProfile",
    id="InstanceProfile.InstanceProfileName",
    key={"InstanceProfileName": "_id"},
    result="InstanceProfile",
    gone=_GONE,
    name="name",
    name_limit=128,
    properties={
        "name": Property(api="InstanceProfileName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "path": Property(replaces=True, default="/"),
        "role": Property(api=None, read="Roles[0].RoleName"),
    },
    calls=(
        Call(
            operation="RemoveRoleFromInstanceProfile",
            arguments={"InstanceProfileName": "_id", "RoleName": "_live.Roles[0].RoleName"},
            when=frozenset({"role"}),
            on=frozenset({"update"}),
            only_if="_live.Roles[0]",
        ),
        Call(
            operation="AddRoleToInstanceProfile",
            arguments={"InstanceProfileName": "_id", "RoleName": "role"},
            when=frozenset({"role"}),
            only_if="role",
        ),
    ),
    before_delete=(
        Call(
            operation="RemoveRoleFromInstanceProfile",
            arguments={"InstanceProfileName": "_id", "RoleName": "_live.Roles[0].RoleName"},
            when=frozenset(),
            only_if="_live.Roles[0]",
        ),
    ),
    outputs={"arn": "Arn", "uniqueId": "InstanceProfileId"},
    tagging=iam("InstanceProfile", "InstanceProfileName"),
)

_ROLE_OF_ARN = {"RoleName": "split(_id, '/')[-1]"}

SERVICE_LINKED_ROLE = Binding(
    type="aws:iam/serviceLinkedRole:ServiceLinkedRole",
    service="iam",
    region="us-east-1",
    create="CreateServiceLinkedRole",
    read="GetRole",
    delete="DeleteServiceLinkedRole",
    id="Role.Arn",
    key=_ROLE_OF_ARN,
    result="Role",
    gone=_GONE,
    properties={
        "awsServiceName": Property(read="split(Path, '/')[2]", replaces=True, required=True),
        "customSuffix": Property(read=None, replaces=True),
        "description": Property(),
    },
    calls=(
        Call(
            operation="UpdateRole",
            arguments={**_ROLE_OF_ARN, "Description": "description || ''"},
            when=frozenset({"description"}),
            on=frozenset({"update"}),
        ),
    ),
    outputs={
        "arn": "Arn",
        "name": "RoleName",
        "path": "Path",
        "uniqueId": "RoleId",
        "createDate": "CreateDate",
    },
    tagging=replace(iam("Role", "RoleName"), create=None, of="RoleName"),
)

BINDINGS = (ROLE, ROLE_POLICY_ATTACHMENT, ROLE_POLICY, POLICY, INSTANCE_PROFILE, SERVICE_LINKED_ROLE)
