"""Check: completes and validates the inputs of an object before anything is asked of a cluster."""

from collections.abc import Mapping
from typing import Any

from localcloud.engine.plugin.provider import Checked, Resource
from localcloud.engine.plugin.values import UNKNOWN, Properties
from localcloud.kubernetes.provider import annotations, objects
from localcloud.kubernetes.provider.kinds import Kind, automatic_name, kind_of_type

# Types of the SDK that are not objects of the API, and what to use instead.
_NO_OBJECTS = ("kubernetes:helm.sh/", "kubernetes:kustomize", "kubernetes:yaml")


def check(
    resource: Resource,
    olds: Properties,
    news: Properties,
    seed: bytes,
    default_namespace: str | None,
    unfinished_name: str | None = None,
) -> Checked:
    """The inputs with apiVersion, kind, a name and a namespace, and what is wrong with them.

    A name that was made automatically stays over updates; `unfinished_name` is that of a creation that was
    cut short and is taken up. `default_namespace` is None where the kind has no namespace, or its scope is
    not known yet.
    """
    failures = _unavailable(resource, news)
    if failures:
        return Checked(news, failures)
    kind = kind_of_type(resource.type)
    inputs = {"apiVersion": kind.api_version, "kind": kind.name, **objects.written(news)}
    metadata = inputs.get("metadata", {})
    if metadata is UNKNOWN:
        return Checked(inputs)
    if not isinstance(metadata, Mapping):
        return Checked(inputs, [("metadata", f"metadata is {metadata!r}, a mapping is wanted")])
    metadata = dict(metadata)
    inputs["metadata"] = metadata
    if "generateName" in metadata:
        failures.append(("metadata.generateName", "generateName cannot be applied: leave it and name out"))
    if metadata.get("name", "") == "":
        _name(metadata, olds, unfinished_name or automatic_name(resource.name, seed))
    if default_namespace and "namespace" not in metadata:
        metadata["namespace"] = default_namespace
    return Checked(inputs, [*failures, *annotations.problems(inputs)])


def scope_of(type: str) -> bool | None:
    """Whether objects of the type live in a namespace; None if only the cluster can tell."""
    return None if type.startswith(_NO_OBJECTS) else kind_of_type(type).is_namespaced


def _name(metadata: dict[str, Any], olds: Properties, new: str) -> None:
    metadata["name"] = olds["metadata"]["name"] if annotations.is_autonamed(olds) else new
    own = metadata.get("annotations")
    if own is not UNKNOWN:
        metadata["annotations"] = {**({} if own is None else own), annotations.AUTONAMED: "true"}


def _unavailable(resource: Resource, news: Properties) -> list[tuple[str, str]]:
    if resource.type.startswith(_NO_OBJECTS) or resource.type.count(":") != 2:
        return [
            ("", f"{resource.type} is not available in the embedded cloud: declare the objects themselves")
        ]
    kind: Kind = kind_of_type(resource.type)
    written = news.get("kind", kind.name)
    if kind.name == f"{written}Patch":
        return [("", f"{resource.type} is not available in the embedded cloud: declare the {written} itself")]
    if kind.name.endswith("List") and "items" in news:
        return [("", f"{resource.type} is no object that a cluster keeps: declare its items one by one")]
    if written is not UNKNOWN and written != kind.name:
        return [("kind", f"kind is {written!r}, the resource's type {resource.type} wants {kind.name!r}")]
    return []
