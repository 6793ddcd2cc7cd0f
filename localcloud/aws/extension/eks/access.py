"""Who may use a cluster: access entries and the access policies associated with them."""

import re
from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.cluster_record import AccessEntry, ClusterRecord, Shape, one_page
from localcloud.aws.extension.eks.control_plane import control_planes

if TYPE_CHECKING:
    from localcloud.aws.extension.eks.clusters import ClusterOperations as _Backend
else:
    _Backend = object

_POLICY = "arn:{partition}:eks::aws:cluster-access-policy/{name}"
_ADMIN = "AmazonEKSClusterAdminPolicy"
POLICIES = (
    _ADMIN,
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSViewPolicy",
)
_PRINCIPAL = re.compile(
    r"arn:aws[\w-]*:(iam::\d{12}:(user|role)/.+|sts::\d{12}:(assumed-role|federated-user)/.+)"
)
# A cluster moves through the modes in this order only.
_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")


def config(asked: Shape) -> Shape:
    """What AWS tells of the access configuration: the bootstrap flag is not part of it."""
    return {"authenticationMode": asked.get("authenticationMode") or "CONFIG_MAP"}


def makes_creator_admin(asked: Shape) -> bool:
    return asked.get("bootstrapClusterCreatorAdminPermissions") is not False


def changed_mode(record: ClusterRecord, wanted: str) -> str:
    current = record.shape["accessConfig"]["authenticationMode"]
    if _MODES.index(wanted) <= _MODES.index(current):
        message = f"Unsupported authentication mode update from {current} to {wanted}"
        raise errors.invalid_parameter(message, clusterName=record.name)
    return wanted


def add_creator(backend: Any, record: ClusterRecord, principal: str) -> None:
    """The creator's own entry, as AWS makes it unless it was told not to."""
    entry = backend.new_entry(record, {"principalArn": principal})
    arn = _POLICY.format(partition=backend.partition, name=_ADMIN)
    entry.policies[arn] = _association(arn, {"type": "cluster"})


class AccessOperations(_Backend):
    def create_access_entry(self, params: Shape) -> Shape:
        record = self._with_api(params)
        principal = params["principalArn"]
        if not _PRINCIPAL.fullmatch(principal):
            raise errors.invalid_parameter("The specified principalArn is invalid: invalid principal.")
        if principal in record.access_entries:
            raise errors.in_use("The specified access entry resource is already in use on this cluster.")
        _check_groups(params)
        return {"accessEntry": self.new_entry(record, params).shape}

    def new_entry(self, record: ClusterRecord, params: Shape) -> AccessEntry:
        principal = params["principalArn"]
        kind, _, path = principal.rpartition(":")[2].partition("/")
        account = principal.split(":")[4]
        path = f"access-entry/{record.name}/{kind}/{account}/{path}/{mock_random.uuid4()}"
        now = utcnow()
        shape = {
            "clusterName": record.name,
            "principalArn": principal,
            "kubernetesGroups": params.get("kubernetesGroups") or [],
            "accessEntryArn": self.arn(path),
            "createdAt": now,
            "modifiedAt": now,
            "tags": params.get("tags") or {},
            "username": params.get("username") or _username(principal),
            "type": params.get("type") or "STANDARD",
        }
        entry = record.access_entries[principal] = AccessEntry(shape)
        return entry

    def describe_access_entry(self, params: Shape) -> Shape:
        return {"accessEntry": self._entry(params).shape}

    def list_access_entries(self, params: Shape) -> Shape:
        entries = self._with_api(params).access_entries
        policy = params.get("associatedPolicyArn")
        names = [arn for arn, entry in entries.items() if policy is None or policy in entry.policies]
        return one_page(names, params, "accessEntries")

    def update_access_entry(self, params: Shape) -> Shape:
        entry = self._entry(params)
        _check_groups(params)
        for member in ("kubernetesGroups", "username"):
            if params.get(member) is not None:
                entry.shape[member] = params[member]
        entry.shape["modifiedAt"] = utcnow()
        return {"accessEntry": entry.shape}

    def delete_access_entry(self, params: Shape) -> Shape:
        self._entry(params)
        del self.cluster(params["clusterName"]).access_entries[params["principalArn"]]
        return {}

    def associate_access_policy(self, params: Shape) -> Shape:
        entry = self._entry(params)
        arn, scope = params["policyArn"], params["accessScope"]
        if arn not in self._policies():
            raise errors.invalid_parameter("The policyArn parameter format is not valid")
        if entry.shape["type"] != "STANDARD":
            message = (
                f"Access policies cannot be associated with an access entry of type {entry.shape['type']}"
            )
            raise errors.invalid_request(message)
        if (scope["type"] == "namespace") != bool(scope.get("namespaces")):
            raise errors.invalid_parameter(
                "namespaces must be given for, and only for, the namespace access scope"
            )
        previous = entry.policies.get(arn)
        association = entry.policies[arn] = _association(arn, scope)
        if previous:
            association["associatedAt"] = previous["associatedAt"]
        control_planes().changed(params["clusterName"])
        names = {key: params[key] for key in ("clusterName", "principalArn")}
        return {**names, "associatedAccessPolicy": association}

    def disassociate_access_policy(self, params: Shape) -> Shape:
        policies = self._entry(params).policies
        if params["policyArn"] not in policies:
            raise errors.not_found(
                f"The policy {params['policyArn']} is not associated with the access entry"
            )
        del policies[params["policyArn"]]
        return {}

    def list_associated_access_policies(self, params: Shape) -> Shape:
        page = one_page(self._entry(params).policies.values(), params, "associatedAccessPolicies")
        return {"clusterName": params["clusterName"], "principalArn": params["principalArn"], **page}

    def list_access_policies(self, params: Shape) -> Shape:
        policies = [{"name": arn.rpartition("/")[2], "arn": arn} for arn in self._policies()]
        return one_page(policies, params, "accessPolicies")

    def _policies(self) -> list[str]:
        return [_POLICY.format(partition=self.partition, name=name) for name in POLICIES]

    def _with_api(self, params: Shape) -> ClusterRecord:
        record = self.cluster(params["clusterName"])
        if record.shape["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
            raise errors.invalid_request(
                "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] "
                "to perform this operation."
            )
        return record

    def _entry(self, params: Shape) -> AccessEntry:
        entries = self._with_api(params).access_entries
        if params["principalArn"] not in entries:
            raise errors.not_found(
                "The specified principalArn could not be found. You can view your available access entries "
                f"with 'list-access-entries'. principalArn: {params['principalArn']}"
            )
        return entries[params["principalArn"]]


def _association(arn: str, scope: Shape) -> Shape:
    now = utcnow()
    return {
        "policyArn": arn,
        "accessScope": {"type": scope["type"], "namespaces": scope.get("namespaces") or []},
        "associatedAt": now,
        "modifiedAt": now,
    }


def _username(principal: str) -> str:
    """A role's sessions are told apart by their names, a user is its ARN."""
    head, _, path = principal.rpartition(":")
    if path.startswith("role/"):
        return f"{head.replace(':iam:', ':sts:')}:assumed-role/{path.rpartition('/')[2]}/{{{{SessionName}}}}"
    return principal


def _check_groups(params: Shape) -> None:
    for group in params.get("kubernetesGroups") or []:
        if group.startswith(("system:", "eks:")):
            message = (
                f"The kubernetes group name {group} is invalid, it cannot start with {group.split(':')[0]}:"
            )
            raise errors.invalid_parameter(message)
