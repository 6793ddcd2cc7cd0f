"""Who may do what in a cluster: the objects that EKS has in each one, and those that kwok needs."""

from typing import Any

from localcloud.kubernetes.errors import KubernetesError

Object = dict[str, Any]
_RBAC = "rbac.authorization.k8s.io"
MANAGER = "softfactory-fleet"  # owner of the fields of everything that a fleet applies
_READ = ["get", "list", "watch"]
# What each access policy of EKS grants; a principal with the policy is in the group of `policy_group`.
POLICY_ROLES = {
    "AmazonEKSClusterAdminPolicy": "cluster-admin",
    "AmazonEKSAdminPolicy": "admin",
    "AmazonEKSEditPolicy": "edit",
    "AmazonEKSViewPolicy": "view",
}


def policy_group(policy: str, namespace: str | None = None) -> str:
    """The Kubernetes group of the principals that have an access policy, cluster-wide or in a namespace."""
    return f"eks:policy:{policy}:{namespace}" if namespace else f"eks:policy:{policy}"


def cluster_objects() -> list[Object]:
    """What every cluster has from its start."""
    bindings = [
        _binding(
            "ClusterRoleBinding", policy_group(policy).replace(":", "-"), role, _group(policy_group(policy))
        )
        for policy, role in POLICY_ROLES.items()
    ]
    kwok = _binding("ClusterRoleBinding", "kwok-controller", "kwok-controller", _user("kwok-controller"))
    return [*bindings, _kwok_role(), kwok, _default_storage_class()]


def namespace_binding(policy: str, namespace: str) -> Object:
    """The RoleBinding of a policy that is associated with one namespace only."""
    if policy not in POLICY_ROLES:
        raise KubernetesError(
            f"access policy {policy!r} is not available in the embedded cloud; "
            f"available: {', '.join(POLICY_ROLES)}"
        )
    group = policy_group(policy, namespace)
    binding = _binding(
        "RoleBinding", policy_group(policy).replace(":", "-"), POLICY_ROLES[policy], _group(group)
    )
    binding["metadata"]["namespace"] = namespace
    return binding


def path_of(item: Object) -> str:
    """Where the API server keeps one of the objects of this module."""
    group, _, version = item["apiVersion"].rpartition("/")
    namespace = item["metadata"].get("namespace")
    scope = f"/namespaces/{namespace}" if namespace else ""
    plural = {"StorageClass": "storageclasses"}.get(item["kind"], f"{item['kind'].lower()}s")
    return f"/apis/{group}/{version}{scope}/{plural}/{item['metadata']['name']}"


def _binding(kind: str, name: str, role: str, subject: Object) -> Object:
    return {
        "apiVersion": f"{_RBAC}/v1",
        "kind": kind,
        "metadata": {"name": name},
        "roleRef": {"apiGroup": _RBAC, "kind": "ClusterRole", "name": role},
        "subjects": [subject],
    }


def _group(name: str) -> Object:
    return {"apiGroup": _RBAC, "kind": "Group", "name": name}


def _user(name: str) -> Object:
    return {"apiGroup": _RBAC, "kind": "User", "name": name}


def _kwok_role() -> Object:
    change = ["create", "delete", "patch", "update"]
    rules = [
        ("", ["nodes"], _READ),
        ("", ["nodes/status", "pods/status"], ["patch", "update"]),
        ("", ["pods"], [*_READ, "delete", "patch", "update"]),
        ("", ["events"], change),
        ("", ["persistentvolumeclaims"], [*_READ, "patch"]),
        ("", ["persistentvolumes"], [*_READ, *change]),
        ("coordination.k8s.io", ["leases"], [*_READ, *change]),
    ]
    return {
        "apiVersion": f"{_RBAC}/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "kwok-controller"},
        "rules": [
            {"apiGroups": [group], "resources": names, "verbs": verbs} for group, names, verbs in rules
        ],
    }


def _default_storage_class() -> Object:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": "gp2"},
        "provisioner": "ebs.csi.aws.com",
        "parameters": {"type": "gp2"},
        "volumeBindingMode": "WaitForFirstConsumer",
    }
