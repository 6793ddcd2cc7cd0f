"""Which changed fields make Pulumi replace an object instead of changing it."""

from collections.abc import Collection, Mapping
from typing import Any

from localcloud.kubernetes.provider.changes import Path
from localcloud.kubernetes.provider.kinds import Kind

_IDENTITY = ("kind", "metadata.name", "metadata.namespace")
# What the official provider replaces, also where the server would take the change.
_FIELDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("", "PersistentVolume"): ("spec.csi", "spec.hostPath", "spec.local", "spec.nfs"),
    ("", "PersistentVolumeClaim"): (
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeName",
    ),
    ("", "Pod"): ("spec",),
    ("", "ResourceQuota"): ("spec.scopes",),
    ("", "Secret"): ("type",),
    ("", "Service"): ("spec.clusterIP",),
    ("apps", "DaemonSet"): ("spec.selector",),
    ("apps", "Deployment"): ("spec.selector",),
    ("apps", "StatefulSet"): (
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ),
    ("batch", "Job"): ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("storage.k8s.io", "StorageClass"): ("parameters", "provisioner"),
}
# Replaced so that pods never read half of a change, unless the provider's configuration says otherwise.
_CONTENT = {"ConfigMap": ("binaryData", "data"), "Secret": ("data", "stringData")}


def replacing(
    kind: Kind,
    item: Mapping[str, Any],
    changed: Collection[Path],
    refused: Collection[str],
    mutable: frozenset[str],
) -> set[Path]:
    """The changed paths that force a replacement.

    `refused` are the fields that the server keeps on a live object; `mutable` are the kinds (ConfigMap,
    Secret) whose content the provider's configuration lets change in place.
    """
    fields = [*_IDENTITY, *_FIELDS.get((kind.group, kind.name), ())]
    if not kind.group and (kind.name not in mutable or item.get("immutable") is True):
        fields += _CONTENT.get(kind.name, ())
    by_table = {path for path in changed if any(_is_under(path, field) for field in fields)}
    by_server = {path for path in changed if any(_meets(path, field) for field in refused)}
    return by_table | by_server


def _is_under(path: Path, field: str) -> bool:
    wanted = _names(field)
    return _steps(path)[: len(wanted)] == wanted


def _meets(path: Path, field: str) -> bool:
    return all(ours == theirs for ours, theirs in zip(_steps(path), _names(field), strict=False))


def _steps(path: Path) -> list[str]:
    return [step for step in path if isinstance(step, str)]


def _names(field: str) -> list[str]:
    # The server writes spec.containers[0].image and metadata.labels[a.b/c]: what is in brackets is left out.
    plain, depth = "", 0
    for letter in field:
        depth += (letter == "[") - (letter == "]")
        plain += letter if depth == 0 and letter != "]" else ""
    return plain.split(".")
