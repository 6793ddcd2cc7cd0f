"""The provider's configuration: which cluster, which namespace, and what may be changed in place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from localcloud.engine.plugin.provider import Change, Diff, PropertyChange
from localcloud.engine.plugin.values import UNKNOWN, Properties
from localcloud.kubernetes.errors import KubernetesError

_DEFAULT_PATH = "~/.kube/config"
_NEEDS_ANOTHER = "is not available in the embedded cloud: leave it out"
_REFUSED = {
    "alwaysRender": _NEEDS_ANOTHER,
    "cluster": "is not available in the embedded cloud: name a context instead",
    "renderYamlToDirectory": _NEEDS_ANOTHER,
}
_SWITCHES = {
    "deleteUnreachable": "PULUMI_K8S_DELETE_UNREACHABLE",
    "enableConfigMapMutable": "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
    "enablePatchForce": "PULUMI_K8S_ENABLE_PATCH_FORCE",
    "enableSecretMutable": "PULUMI_K8S_ENABLE_SECRET_MUTABLE",
    "upsertExistingObjects": "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
}
_LOCATION = ("kubeconfig", "context", "clusterIdentifier")


@dataclass(frozen=True)
class Configuration:
    """What a program configured. Without a kubeconfig there is no cluster (yet); `missing` says why."""

    kubeconfig: Mapping[str, Any] | None = None
    missing: str = "the provider's kubeconfig is not known yet"
    directory: str = "."
    context: str | None = None
    namespace: str | None = None
    switches: frozenset[str] = frozenset()

    @classmethod
    def of_properties(cls, config: Properties) -> "Configuration":
        """Reads the provider's inputs; a kubeconfig that cannot be read is missed only when it is needed."""
        switches = frozenset(
            name for name, variable in _SWITCHES.items() if _is_on(config.get(name), variable)
        )
        context, namespace = config.get("context"), config.get("namespace")
        namespace = None if namespace is UNKNOWN else namespace
        if config.get("kubeconfig") is UNKNOWN or context is UNKNOWN:
            return cls(namespace=namespace, switches=switches)
        try:
            document, directory = load_kubeconfig(config.get("kubeconfig"))
        except KubernetesError as error:
            return cls(missing=str(error), namespace=namespace, switches=switches)
        return cls(document, "", directory, context, namespace, switches)

    @property
    def default_namespace(self) -> str:
        """The namespace of objects that name none: the provider's, else the context's."""
        context = _named((self.kubeconfig or {}).get("contexts"), self.context or self._current)
        return self.namespace or context.get("context", {}).get("namespace") or "default"

    @property
    def _current(self) -> str | None:
        return (self.kubeconfig or {}).get("current-context")


def problems(config: Properties) -> list[tuple[str, str]]:
    """(property, reason) of what cannot be followed."""
    found = [(name, f"{name} {reason}") for name, reason in _REFUSED.items() if config.get(name) is not None]
    if str(config.get("enableServerSideApply")).lower() == "false":
        found.append(
            ("enableServerSideApply", "the embedded cloud knows server-side apply only: leave it on")
        )
    return found


def load_kubeconfig(value: str | None) -> tuple[Mapping[str, Any], str]:
    """The document and the directory where its relative paths start; `value` is its text or its path."""
    text, directory = value or "", "."
    if not text or ("\n" not in text and not text.lstrip().startswith("{")):
        path = Path(text or os.environ.get("KUBECONFIG") or _DEFAULT_PATH).expanduser()
        try:
            text, directory = path.read_text(), str(path.parent)
        except OSError as error:
            raise KubernetesError(f"the kubeconfig {path} cannot be read: {error.strerror}") from error
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise KubernetesError(f"the kubeconfig is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise KubernetesError("the kubeconfig holds no mapping with clusters, users and contexts")
    return document, directory


def difference(olds: Properties, news: Properties) -> Diff:
    """What a changed configuration means; objects are replaced only if they would be in another cluster."""
    changed = sorted(key for key in olds.keys() | news.keys() if olds.get(key) != news.get(key))
    is_another = any(key in _LOCATION for key in changed) and not _is_same_cluster(olds, news)
    return Diff(
        {key: PropertyChange(Change.UPDATE, replaces=is_another and key in _LOCATION) for key in changed}
    )


def _is_same_cluster(olds: Properties, news: Properties) -> bool:
    old_name, new_name = olds.get("clusterIdentifier"), news.get("clusterIdentifier")
    if old_name is not None and new_name is not None:
        return bool(new_name is not UNKNOWN and old_name == new_name)
    if UNKNOWN in (news.get("kubeconfig"), news.get("context")):
        return False
    try:
        old, new = _cluster(olds), _cluster(news)
    except KubernetesError:
        return True  # nothing says that it is another
    # An authority belongs to one cluster, while an embedded cluster may come back on another port.
    authority = "certificate-authority-data"
    return old == new or bool(old.get(authority) and old.get(authority) == new.get(authority))


def _cluster(config: Properties) -> Mapping[str, Any]:
    document, _ = load_kubeconfig(config.get("kubeconfig"))
    context = _named(document.get("contexts"), config.get("context") or document.get("current-context"))
    found = _named(document.get("clusters"), context.get("context", {}).get("cluster"))
    cluster: Mapping[str, Any] = found.get("cluster", {})
    return cluster


def _named(entries: Any, name: str | None) -> dict[str, Any]:
    return next((entry for entry in entries or [] if entry.get("name") == name), {})


def _is_on(value: Any, variable: str) -> bool:
    if value is None:
        value = os.environ.get(variable)
    return str(value).lower() in ("true", "t", "1")
