"""Tags: put on a resource when it is created, changed afterwards, read back."""

from collections.abc import Mapping
from typing import Any

from localcloud.aws.binding import Tagging
from localcloud.aws.bound import Bound, Context
from localcloud.aws.calls import Refused
from localcloud.aws.expressions import assign, evaluate
from localcloud.aws.shapes import member, tags_from_api, tags_to_api
from localcloud.engine.plugin.values import Properties


def on_create(bound: Bound, operation: str, parameters: dict[str, Any], inputs: Properties) -> None:
    """Adds the tags to the parameters of the create call, where it takes them."""
    tagging, tags = bound.binding.tagging, inputs.get("tagsAll")
    if tagging is None or tagging.create is None or not tags:
        return
    if tagging.resource_type:
        form = member(bound.shape(operation), "TagSpecifications.0.Tags")
        assert form is not None, operation
        specification = {"ResourceType": tagging.resource_type, "Tags": tags_to_api(tags, form)}
        parameters.setdefault("TagSpecifications", []).append(specification)
    else:
        form = member(bound.shape(operation), tagging.create)
        assert form is not None, f"{operation} has no {tagging.create}"
        assign(parameters, tagging.create, tags_to_api(tags, form))


def change(bound: Bound, tagging: Tagging, context: Context, old: Properties, new: Properties) -> None:
    """Brings the tags from the old to the new; `context` includes the object that was read."""
    name = evaluate(tagging.of, context)
    removed = sorted(old.keys() - new.keys())
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    if new and (changed or (tagging.whole and removed)):
        _tag(bound, tagging, name, new if tagging.whole else changed)
    if removed and not (tagging.whole and new):
        _untag(bound, tagging, name, removed)


def live(bound: Bound, tagging: Tagging, context: Context) -> dict[str, str]:
    """The tags as AWS has them; `context` is the object that was read and where it is."""
    if not tagging.fetch:
        return tags_from_api(evaluate(tagging.read or "Tags", context))
    name = evaluate(tagging.of, context)
    try:
        response = bound.call(tagging.fetch, _named(bound, tagging, tagging.fetch, name))
    except Refused as error:
        if error.code in tagging.absent:
            return {}
        raise
    return tags_from_api(evaluate(tagging.result, response))


def _tag(bound: Bound, tagging: Tagging, name: Any, tags: Mapping[str, str]) -> None:
    members = bound.shape(tagging.tag).members
    parameter = next(key for key in members if "tag" in key.lower() and "key" not in key.lower())
    named = _named(bound, tagging, tagging.tag, name)
    bound.call(tagging.tag, named | {parameter: tags_to_api(tags, members[parameter])})


def _untag(bound: Bound, tagging: Tagging, name: Any, keys: list[str]) -> None:
    named = _named(bound, tagging, tagging.untag, name)
    if tagging.whole:
        bound.call(tagging.untag, named)
        return
    members = bound.shape(tagging.untag).members
    by_key = next((key for key in members if "tagkey" in key.lower()), None)
    listed = tags_to_api(keys, members[by_key]) if by_key else [{"Key": key} for key in keys]
    bound.call(tagging.untag, named | {by_key or "Tags": listed})


def _named(bound: Bound, tagging: Tagging, operation: str, name: Any) -> dict[str, Any]:
    """The parameters that name the resource: one, or several where the name is a map of them."""
    if isinstance(name, Mapping):
        return dict(name)
    shape = bound.shape(operation).members[tagging.resource]
    return {tagging.resource: [name] if shape.type_name == "list" else name}
