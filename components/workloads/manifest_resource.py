"""The Pulumi resource of a Kubernetes manifest."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pulumi
import pulumi_kubernetes as kubernetes

from components.workloads.chart import Manifest

_KINDS: Final[Mapping[tuple[str, str], Callable[..., pulumi.CustomResource]]] = {
    ("apps/v1", "Deployment"): kubernetes.apps.v1.Deployment,
    ("apps/v1", "StatefulSet"): kubernetes.apps.v1.StatefulSet,
    ("autoscaling/v2", "HorizontalPodAutoscaler"): kubernetes.autoscaling.v2.HorizontalPodAutoscaler,
    ("batch/v1", "Job"): kubernetes.batch.v1.Job,
    ("networking.k8s.io/v1", "NetworkPolicy"): kubernetes.networking.v1.NetworkPolicy,
    ("policy/v1", "PodDisruptionBudget"): kubernetes.policy.v1.PodDisruptionBudget,
    ("rbac.authorization.k8s.io/v1", "Role"): kubernetes.rbac.v1.Role,
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): kubernetes.rbac.v1.RoleBinding,
    ("scheduling.k8s.io/v1", "PriorityClass"): kubernetes.scheduling.v1.PriorityClass,
    ("v1", "LimitRange"): kubernetes.core.v1.LimitRange,
    ("v1", "Namespace"): kubernetes.core.v1.Namespace,
    ("v1", "ResourceQuota"): kubernetes.core.v1.ResourceQuota,
    ("v1", "Service"): kubernetes.core.v1.Service,
    ("v1", "ServiceAccount"): kubernetes.core.v1.ServiceAccount,
}


def manifest_resource(name: str, manifest: Manifest, opts: pulumi.ResourceOptions) -> pulumi.CustomResource:
    """Make the resource, called after `name` and the kind. Raise ValueError for a kind not in the table."""
    kind = (str(manifest["apiVersion"]), str(manifest["kind"]))
    if kind not in _KINDS:
        allowed = ", ".join(" ".join(known) for known in sorted(_KINDS))
        raise ValueError(
            f"{name}: got {' '.join(kind)}; allowed: {allowed}; add the kind to manifest_resource.py"
        )
    content: dict[str, Any] = {
        _argument(key): value for key, value in manifest.items() if key not in ("apiVersion", "kind")
    }
    return _KINDS[kind](f"{name}-{kind[1].lower()}", **content, opts=opts)


def _argument(key: str) -> str:
    """Return what the SDK calls a key of the first level; below, it takes the API's own names."""
    return re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", key)
