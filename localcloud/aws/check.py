"""Check: what the official provider does to inputs before a plan: defaults, names, tags, refusals."""

import hashlib
from collections.abc import Mapping
from typing import Any

from localcloud.aws.binding import UNSET, Binding
from localcloud.engine.plugin.provider import Checked, Resource
from localcloud.engine.plugin.values import UNKNOWN, Properties, contains_unknown

_RANDOM_DIGITS = 7
_BOOKKEEPING = "__defaults"


def check(
    binding: Binding,
    resource: Resource,
    olds: Properties,
    news: Properties,
    seed: bytes,
    default_tags: Any,
    unfinished_name: str | None = None,
) -> Checked:
    """The inputs with defaults, automatic name and `tagsAll`; failures name the property and what to do.

    `unfinished_name` is the automatic name of an interrupted create, which is kept for the next try.
    """
    inputs = {key: value for key, value in news.items() if value is not None and key != _BOOKKEEPING}
    inputs.pop("tagsAll", None)
    failures = [
        (key, unmapped(binding, key))
        for key in inputs
        if key not in binding.properties
        and key not in binding.not_simulated
        and key not in ("tags", "region")
    ]
    if "region" in inputs and binding.region:
        failures.append(("region", unmapped(binding, "region")))
    if "tags" in inputs and binding.tagging is None and "tags" not in binding.properties:
        failures.append(("tags", unmapped(binding, "tags")))
    defaulted = []
    for key, property in binding.properties.items():
        if property.default is not UNSET and key not in inputs:
            inputs[key] = property.default
            defaulted.append(key)
        if property.required and key not in inputs:
            failures.append((key, f"Missing required property '{key}' of {binding.type}: set it"))
    if binding.name and binding.name not in inputs:
        inputs[binding.name] = unfinished_name or _name(binding, resource, olds, inputs, seed)
        defaulted.append(binding.name)
    if binding.tagging is not None:
        inputs["tagsAll"] = _all_tags(default_tags, inputs.get("tags"))
    inputs[_BOOKKEEPING] = sorted(defaulted)
    return Checked(inputs, failures)


def unmapped(binding: Binding, path: str) -> str:
    """The refusal of an input that the embedded cloud does not know."""
    return (
        f"{binding.type} property '{path}' is not bound in the embedded cloud: "
        f"map it in the binding of this type "
        f"(localcloud/aws/bindings), or list it there under not_simulated with the reason"
    )


def _name(binding: Binding, resource: Resource, olds: Properties, inputs: Properties, seed: bytes) -> Any:
    prefix_property = f"{binding.name}Prefix"
    prefix = inputs.get(prefix_property)
    if contains_unknown(prefix):
        return UNKNOWN
    if binding.name in olds.get(_BOOKKEEPING, ()) and olds.get(prefix_property) == prefix:
        return olds[binding.name]
    # The seed is the engine's and differs per update, so a replacement gets a new name.
    digits = hashlib.sha256(seed + resource.urn.encode()).hexdigest()[:_RANDOM_DIGITS]
    stem = str(prefix) if prefix is not None else f"{resource.name}-"
    room = binding.name_limit - len(digits) - len(binding.name_suffix)
    name = stem[:room] + digits + binding.name_suffix
    return name.lower() if binding.properties[binding.name].lower else name


def _all_tags(default_tags: Any, tags: Any) -> Any:
    if contains_unknown(default_tags) or contains_unknown(tags):
        return UNKNOWN
    merged: dict[str, str] = {}
    for layer in (default_tags, tags):
        if isinstance(layer, Mapping):
            merged.update(layer)
    return merged
