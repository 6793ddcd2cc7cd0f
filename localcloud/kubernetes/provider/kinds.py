"""Kinds and names of objects: Pulumi's type tokens, scopes, ids and automatic names."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The kinds of Kubernetes itself that live outside namespaces; needed before a cluster can be asked.
_CLUSTER_SCOPED = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "CustomResourceDefinition",
        "DeviceClass",
        "DeviceTaintRule",
        "FlowSchema",
        "IPAddress",
        "IngressClass",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ResourceSlice",
        "RuntimeClass",
        "ServiceCIDR",
        "StorageClass",
        "StorageVersionMigration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeAttributesClass",
    }
)
_OWN_GROUPS = frozenset(("", "apps", "autoscaling", "batch", "policy", "resource"))


@dataclass(frozen=True)
class Kind:
    """A kind in a version of its API group: ("apps/v1", "Deployment"), ("v1", "Pod")."""

    api_version: str
    name: str

    @property
    def group(self) -> str:
        """The API group, empty for the core."""
        return self.api_version.rpartition("/")[0]

    @property
    def is_namespaced(self) -> bool | None:
        """Whether objects live in a namespace; None for a custom kind, whose cluster has to be asked."""
        if self.group in _OWN_GROUPS or self.group.endswith(".k8s.io"):
            return self.name not in _CLUSTER_SCOPED
        return None

    def __str__(self) -> str:
        return f"{self.api_version} {self.name}"


@dataclass(frozen=True)
class Name:
    """An object's name, with its namespace if it has one; as Pulumi's id it is `namespace/name`."""

    name: str
    namespace: str | None = None

    @classmethod
    def of_id(cls, id: str) -> "Name":
        """Reads an id, also one that a person typed for an import."""
        namespace, _, name = id.rpartition("/")
        return cls(name, namespace or None)

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


def kind_of_type(type: str) -> Kind:
    """`kubernetes:apps/v1:Deployment` is ("apps/v1", "Deployment"); the core group is named "core" there."""
    _, api_version, name = type.split(":")
    return Kind(api_version.removeprefix("core/"), name)


def kind_of_object(item: Mapping[str, Any]) -> Kind:
    """What the object says of itself."""
    return Kind(item["apiVersion"], item["kind"])


def automatic_name(logical_name: str, seed: bytes) -> str:
    """The logical name and eight hexadecimal digits, the same for the same seed."""
    digits = hashlib.sha256(seed).hexdigest()[:8] if seed else secrets.token_hex(4)
    return f"{logical_name}-{digits}"


def field_manager(urn: str) -> str:
    """Who owns the fields that a resource applies: the same in every stack, for resources that move."""
    _, _, rest = urn.partition("::")
    return f"pulumi-kubernetes-{hashlib.sha256(rest.encode()).hexdigest()[:8]}"
