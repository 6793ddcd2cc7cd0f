"""The live resource: the object as AWS shows it, and the inputs and outputs that follow from it."""

from collections.abc import Mapping
from typing import Any

from localcloud.aws import tags
from localcloud.aws.binding import Property
from localcloud.aws.bound import Bound
from localcloud.aws.calls import Refused
from localcloud.aws.expressions import arguments, evaluate
from localcloud.aws.shapes import camel, follow
from localcloud.engine.plugin.provider import ResourceError
from localcloud.engine.plugin.values import Properties


def read(bound: Bound, id: str, inputs: Properties) -> dict[str, Any] | None:
    """The object as AWS shows it, with what the further reads add; None where it is gone."""
    binding = bound.binding
    try:
        context = bound.context(id, inputs)
        key = arguments(binding.read_key, context) if binding.read_key else bound.key(context)
        response = bound.call(binding.read, key)
        # The whole response is what AWS shows, without the inputs that only a search in it needs.
        whole = binding.result == "@"
        found = response if whole else evaluate(binding.result % context, {**context, **response})
    except Refused as error:
        if error.code in binding.gone:
            return None
        raise
    except KeyError as error:
        raise ResourceError(
            f"{binding.type} {id!r} cannot be read without its {error}: an import by id alone "
            "is not possible for this type in the embedded cloud"
        ) from error
    if found is None or (binding.gone_if and evaluate(binding.gone_if, found)):
        return None
    live = dict(found) if isinstance(found, Mapping) else {"value": found}
    for fetch in binding.fetches:
        live[fetch.into] = bound.fetch(fetch, {**context, "_live": live})
    return live


def outputs(bound: Bound, id: str, inputs: Properties, live: Mapping[str, Any]) -> Properties:
    """All outputs: the inputs, overlaid by what AWS says, the computed ones and the tags."""
    binding = bound.binding
    outputs = {key: value for key, value in inputs.items() if not key.startswith("__")}
    for key, property in binding.properties.items():
        value = _value(key, property, id, live)
        if value is None:
            continue
        written = inputs.get(key)
        followed = (
            follow(written, value, property) if written is not None else camel(value, property.verbatim)
        )
        whole = None if property.verbatim else camel(value)
        if isinstance(followed, Mapping) and isinstance(whole, Mapping):
            followed = {**whole, **followed}
        outputs[key] = followed
    context = {**bound.names(id, inputs), **live, "_live": live}
    for key, expression in binding.outputs.items():
        outputs[key] = camel(evaluate(expression, context))
    if not binding.region:
        outputs["region"] = bound.region
    if binding.tagging is not None:
        outputs["tagsAll"] = tags.live(bound, binding.tagging, context)
        outputs["tags"] = inputs.get("tags") or {}
    return outputs


def inputs_of(
    bound: Bound, id: str, inputs: Properties, live: Mapping[str, Any], default_tags: Mapping[str, str]
) -> Properties:
    """The inputs as they would have to be written for the live resource; without any, it is an import."""
    binding = bound.binding
    importing = not inputs
    found: Properties = {}
    for key, property in binding.properties.items():
        value = _value(key, property, id, live)
        if importing and value not in (None, [], {}, ""):
            found[key] = camel(value, property.verbatim)
        elif key in inputs:
            found[key] = inputs[key] if value is None else follow(inputs[key], value, property)
    for key in (*binding.not_simulated, "region"):
        if key in inputs:
            found[key] = inputs[key]
    if binding.tagging is not None:
        context = {**bound.names(id, inputs), **live, "_live": live}
        live_tags = tags.live(bound, binding.tagging, context)
        found["tagsAll"] = live_tags
        own = {key: value for key, value in live_tags.items() if default_tags.get(key) != value}
        written = inputs.get("tags") or {}
        found["tags"] = own | {key: value for key, value in written.items() if live_tags.get(key) == value}
        if not found["tags"] and "tags" not in inputs:
            del found["tags"]
    found["__defaults"] = inputs.get("__defaults", [])
    return found


def _value(key: str, property: Property, id: str, live: Mapping[str, Any]) -> Any:
    if property.read is None:
        return None
    if property.read:
        return evaluate(property.read, {**live, "_id": id})
    name = (property.api or key).split(".")[-1]
    match = next((member for member in live if member.lower() == name.lower()), None)
    return live[match] if match is not None else None
