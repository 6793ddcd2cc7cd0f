"""Values between Pulumi's spelling and the AWS API's, guided by botocore's service model."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from localcloud.aws.binding import Property

_TAG_KEYS = (("Key", "Value"), ("key", "value"), ("TagKey", "TagValue"))


class Unmapped(Exception):
    """A nested input that the API's shape does not have; carries the property path."""


def api_name(name: str, shape: StructureShape) -> str | None:
    """The member of a structure that a Pulumi name means, whatever its capitals; None if there is none."""
    wanted = name.lower()
    return next((member for member in shape.members if member.lower() == wanted), None)


def member(shape: Shape, path: str) -> Shape | None:
    """The shape at a dotted parameter path, None where the operation does not take it."""
    for step in path.split("."):
        if isinstance(shape, ListShape) and step.isdigit():
            shape = shape.member
        elif isinstance(shape, StructureShape) and step in shape.members:
            shape = shape.members[step]
        else:
            return None
    return shape


def to_api(value: Any, shape: Shape, rename: Mapping[str, str], path: str) -> Any:
    """A Pulumi value in the form that the shape asks for: names, lists, maps, numbers, booleans."""
    if isinstance(shape, ListShape):
        if isinstance(value, Mapping) and (names := _tag_names(shape)):
            return [{names[0]: key, names[1]: item} for key, item in value.items()]
        items = value if isinstance(value, list) else [value]
        return [to_api(item, shape.member, rename, f"{path}[{index}]") for index, item in enumerate(items)]
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        return _structure_to_api(value, shape, rename, path)
    if isinstance(shape, MapShape):
        return {key: to_api(item, shape.value, rename, f"{path}.{key}") for key, item in value.items()}
    return _scalar(value, shape.type_name)


def _structure_to_api(
    value: Mapping[str, Any], shape: StructureShape, rename: Mapping[str, str], path: str
) -> dict[str, Any]:
    converted = {}
    for key, item in value.items():
        if key.startswith("__") or item is None or rename.get(key) == "":
            continue
        name = rename.get(key) or api_name(key, shape)
        if name is None or name not in shape.members:
            raise Unmapped(f"{path}.{key}")
        converted[name] = to_api(item, shape.members[name], rename, f"{path}.{key}")
    return converted


def _scalar(value: Any, type_name: str) -> Any:
    match type_name:
        case "boolean":
            return value if isinstance(value, bool) else str(value).lower() == "true"
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "string":
            return str(value).lower() if isinstance(value, bool) else str(value)
        case "blob":
            return value.encode() if isinstance(value, str) else value
        case _:
            return value


def _tag_names(shape: ListShape) -> tuple[str, str] | None:
    item = shape.member
    if isinstance(item, StructureShape):
        return next((names for names in _TAG_KEYS if set(names) <= set(item.members)), None)
    return None


def tags_to_api(tags: Mapping[str, str], shape: Shape) -> Any:
    """Tags as the operation wants them: a map, or a list of keys and values."""
    return to_api(dict(tags), shape, {}, "tags")


def tags_from_api(tags: Any) -> dict[str, str]:
    """Tags as a map, whatever the service's form; AWS's own (`aws:…`) are left out."""
    if isinstance(tags, Mapping):
        pairs = dict(tags)
    else:
        pairs = {}
        for tag in tags or []:
            key, value = next(names for names in _TAG_KEYS if names[0] in tag)
            pairs[tag[key]] = tag.get(value, "")
    return {key: value for key, value in pairs.items() if not key.startswith("aws:")}


def camel(value: Any, verbatim: bool = False) -> Any:
    """An API value with Pulumi's spelling of the keys; the user's own keys stay as they are."""
    if isinstance(value, Mapping):
        return {
            key if verbatim else key[:1].lower() + key[1:]: camel(item, verbatim)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [camel(item, verbatim) for item in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def follow(written: Any, live: Any, property: Property) -> Any:
    """The live value as the user wrote it: same keys, same types; equal values stay as written."""
    if property.json and canonical(written, property) == canonical(_text(live), property):
        return written
    if property.unordered and isinstance(written, list) and isinstance(live, list):
        return _follow_set(written, live, property)
    return _follow(written, live, property.rename)


def _are_tags(live: list[Any]) -> bool:
    return bool(live) and any(set(live[0]) == set(names) for names in _TAG_KEYS)


def _text(live: Any) -> Any:
    return json.dumps(live) if isinstance(live, Mapping) else live


def _follow_set(written: list[Any], live: list[Any], property: Property) -> list[Any]:
    """Equal items stay in the place in which they were written; what AWS has besides comes after them."""
    rest, kept = list(live), []
    for item in written:
        same = next((other for other in rest if _follow(item, other, property.rename) == item), None)
        if same is not None:
            rest.remove(same)
            kept.append(item)
    guide = written[0] if written else None
    return kept + [_follow(guide, other, property.rename) for other in rest]


def _follow(written: Any, live: Any, rename: Mapping[str, str]) -> Any:
    if isinstance(written, Mapping):
        if isinstance(live, list):
            live = tags_from_api(live) if _are_tags(live) else live[0] if live else {}
        if not isinstance(live, Mapping):
            return live
        folded = {key.lower(): item for key, item in live.items()}
        names = {key: rename.get(key, key).lower() for key in written}
        # What the answer has no word for is as it was written: AWS does not tell everything.
        return {
            key: _follow(item, folded[names[key]], rename) if names[key] in folded else item
            for key, item in written.items()
        }
    if isinstance(written, list) and isinstance(live, list):
        guide = written[0] if written else None
        return [
            _follow(written[index] if index < len(written) else guide, item, rename)
            for index, item in enumerate(live)
        ]
    if written is None or live is None or type(written) is type(live):
        return camel(live)
    if str(written).lower() == str(live).lower():
        return written
    return (
        type(written)(live)
        if isinstance(written, str | int | float) and not isinstance(live, Mapping)
        else live
    )


def canonical(value: Any, property: Property) -> Any:
    """The value in a form in which equal means the same to AWS."""
    if property.json and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if property.lower and isinstance(value, str):
        return value.lower()
    if property.unordered and isinstance(value, list):
        return sorted(value, key=lambda item: json.dumps(item, sort_keys=True, default=repr))
    return value
