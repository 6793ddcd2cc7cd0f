"""The Pulumi resource of a Kubernetes manifest."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pulumi
import pulumi_kubernetes as kubernetes

from components.workloads.chart import Manifest

_KINDS: Final[Mapping[tuple[str, str], Callable[..., pulumi.CustomResource]]] = {
    ("apps/v1", "Deployment"): kubernetes.apps.v1.Deployment,
    ("v1", "Namespace"): kubernetes.core.v1.Namespace,
    ("v1", "Service"): kubernetes.core.v1.Service,
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
        key: value for key, value in manifest.items() if key not in ("apiVersion", "kind")
    }
    return _KINDS[kind](f"{name}-{kind[1].lower()}", **content, opts=opts)
