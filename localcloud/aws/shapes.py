"""Values between Pulumi's spelling and the AWS API's, guided by botocore's service model."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from localcloud.aws.assets import content, is_asset
from localcloud.aws.binding import Property
from localcloud.aws.expressions import assign

_TAG_KEYS = (("Key", "Value"), ("key", "value"), ("TagKey", "TagValue"), ("Name", "Value"))


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
        elif isinstance(shape, MapShape):
            shape = shape.value
        else:
            return None
    return shape


def to_api(value: Any, shape: Shape, rename: Mapping[str, str], path: str) -> Any:
    """A Pulumi value in the form that the shape asks for: names, lists, maps, numbers, booleans."""
    if is_asset(value):
        return content(value)
    if isinstance(shape, StructureShape) and isinstance(value, list) and "Quantity" in shape.members:
        listed = to_api(value, shape.members["Items"], rename, path)  # CloudFront's lists say their length
        switched = {"Enabled": bool(value)} if "Enabled" in shape.members else {}
        return {**switched, "Quantity": len(value), **({"Items": listed} if value else {})}
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
    converted: dict[str, Any] = {}
    for key, item in value.items():
        renamed = _renamed(key, rename, path)
        if key.startswith("__") or item is None or renamed == "":
            continue
        name = renamed or api_name(key, shape)
        target = member(shape, name) if name else None
        if name is None or target is None:
            raise Unmapped(f"{path}.{key}")
        assign(converted, name, to_api(item, target, rename, f"{path}.{key}"))
    if "Quantity" in shape.members and "Items" in shape.members:
        converted["Quantity"] = len(converted.get("Items", []))
    return converted


def _renamed(key: str, rename: Mapping[str, str], path: str) -> str | None:
    """The API's name of a key: by its path inside the property (`members.id`), or by the key alone."""
    inside = [re.sub(r"\[\d+\]$", "", step) for step in path.split(".")[1:]]
    return rename.get(".".join([*inside, key]), rename.get(key))


def _scalar(value: Any, type_name: str) -> Any:
    match type_name:
        case "boolean":
            return value if isinstance(value, bool) else str(value).lower() == "true"
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "string" if isinstance(value, Mapping | list):  # a document given as a structure
            return json.dumps(value)
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


def tags_to_api(tags: Mapping[str, str] | list[str], shape: Shape) -> Any:
    """Tags, or keys of tags, as the operation wants them: a map or a list, perhaps wrapped."""
    if isinstance(shape, StructureShape) and len(shape.members) == 1:
        ((name, inner),) = shape.members.items()
        return {name: tags_to_api(tags, inner)}
    return to_api(tags, shape, {}, "tags")


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
        if "Quantity" in value and value.keys() <= {"Quantity", "Items", "Enabled"}:
            return camel(value.get("Items") or [], verbatim)  # CloudFront's lists say their length
        return {
            key if verbatim else key[:1].lower() + key[1:]: camel(item, verbatim)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [camel(item, verbatim) for item in value]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value if value is None or isinstance(value, str | int | float) else str(value)


def follow(written: Any, live: Any, property: Property) -> Any:
    """The live value as the user wrote it: same keys, same types; equal values stay as written."""
    if property.json and canonical(written, property) == canonical(_text(live), property):
        return written
    if property.number and canonical(written, property) == canonical(live, property):
        return written
    if property.unordered and isinstance(written, list) and isinstance(live, list):
        return _follow_set(written, live, property)
    if property.verbatim and isinstance(written, Mapping) and isinstance(live, Mapping):
        return {key: _follow(written.get(key), item, {}, key) for key, item in live.items()}
    return _follow(written, live, property.rename, "")


def _are_tags(live: list[Any]) -> bool:
    return bool(live) and any(set(live[0]) == set(names) for names in _TAG_KEYS)


def _text(live: Any) -> Any:
    return json.dumps(live) if isinstance(live, Mapping) else live


def _follow_set(written: list[Any], live: list[Any], property: Property) -> list[Any]:
    """Equal items stay in the place in which they were written; what AWS has besides comes after them."""
    rest, kept = list(live), []
    for item in written:
        same = next((other for other in rest if _follow(item, other, property.rename, "") == item), None)
        if same is not None:
            rest.remove(same)
            kept.append(item)
    guide = written[0] if written else None
    return kept + [_follow(guide, other, property.rename, "") for other in rest]


def _follow(written: Any, live: Any, rename: Mapping[str, str], path: str) -> Any:
    if isinstance(written, list) and isinstance(live, Mapping) and "Quantity" in live:
        live = live.get("Items") or []
    if isinstance(written, Mapping):
        if isinstance(live, list):
            live = tags_from_api(live) if _are_tags(live) else live[0] if live else {}
        if not isinstance(live, Mapping):
            return live
        # What the answer has no word for is as it was written: AWS does not tell everything.
        return {key: _follow_key(key, item, live, rename, path) for key, item in written.items()}
    if isinstance(written, list) and isinstance(live, list):
        guide = written[0] if written else None
        return [
            _follow(written[index] if index < len(written) else guide, item, rename, path)
            for index, item in enumerate(live)
        ]
    if isinstance(live, bytes):
        live = live.decode()
    if written is None or live is None or type(written) is type(live):
        return camel(live)
    if str(written).lower() == str(live).lower() or (isinstance(written, str) and _is_number(written, live)):
        return written
    if isinstance(written, bool):
        return str(live).lower() == "true"
    return (
        type(written)(live)
        if isinstance(written, str | int | float) and not isinstance(live, Mapping)
        else live
    )


def _is_number(text: str, live: Any) -> bool:
    try:
        return isinstance(live, int | float) and float(text) == live
    except ValueError:
        return False


def _follow_key(key: str, written: Any, live: Any, rename: Mapping[str, str], path: str) -> Any:
    for step in (_renamed(key, rename, f".{path}" if path else "") or key).split("."):
        folded = {name.lower(): item for name, item in live.items()} if isinstance(live, Mapping) else {}
        if step.lower() not in folded:
            return written
        live = folded[step.lower()]
    return _follow(written, live, rename, f"{path}.{key}".lstrip("."))


def canonical(value: Any, property: Property) -> Any:
    """The value in a form in which equal means the same to AWS."""
    if is_asset(value):
        return value.get("hash") or value
    if property.json and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if property.number and isinstance(value, str):
        return float(value)
    if property.lower and isinstance(value, str):
        return value.lower()
    if property.unordered and isinstance(value, list):
        return sorted(value, key=lambda item: json.dumps(item, sort_keys=True, default=repr))
    return value
