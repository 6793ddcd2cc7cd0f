"""Diff: which inputs of a resource changed, and which of the changes need a new resource."""

from collections.abc import Iterator
from typing import Any

from localcloud.aws.assets import is_asset
from localcloud.aws.binding import Binding, Property
from localcloud.aws.expressions import evaluate
from localcloud.aws.shapes import canonical
from localcloud.engine.plugin.differences import differences, join
from localcloud.engine.plugin.provider import Change, Diff, PropertyChange
from localcloud.engine.plugin.values import UNKNOWN, Properties

_TAGS = frozenset({"tags", "tagsAll"})


def diff(binding: Binding, old: Properties, new: Properties, region: str = "") -> Diff:
    """The differences by property path; a fixed physical name is deleted before it is made again.

    `region` is the provider's, in which a resource is whose inputs name none.
    """
    changes: dict[str, PropertyChange] = {}
    regions = [side.get("region") or region for side in (old, new)]
    if regions[0] != regions[1]:
        changes["region"] = PropertyChange(Change.UPDATE, replaces=True)
    for key in sorted(changed(binding, old, new)):
        property = binding.properties.get(key, Property())
        before, after = old.get(key), new.get(key)
        if property.unordered and isinstance(before, list) and isinstance(after, list):
            found = list(_differences_of_sets(before, after, join("", key)))
        else:
            if is_asset(before) or is_asset(after):
                before, after = canonical(before, property), canonical(after, property)
            found = list(differences(before, after, join("", key)))
        for path, change in found:
            changes[path] = PropertyChange(change, _replaces(property, key, path, old, new))
    replaced = any(change.replaces for change in changes.values())
    fixed_name = bool(binding.name) and binding.name not in new.get("__defaults", ())
    same_name = fixed_name and old.get(binding.name) == new.get(binding.name)
    return Diff(changes, delete_before_replace=replaced and same_name)


def changed(binding: Binding, old: Properties, new: Properties) -> set[str]:
    """The top-level properties whose value means something else to AWS than before."""
    known = [*binding.properties, *binding.not_simulated, *_TAGS]
    return {key for key in known if _differs(key, binding.properties.get(key, Property()), old, new)}


def _differs(key: str, property: Property, old: Properties, new: Properties) -> bool:
    before, after = canonical(old.get(key), property), canonical(new.get(key), property)
    if next(differences(before, after), None) is None:
        return False
    # Without any old inputs it is not a change but the whole resource.
    return not (property.ignored_if and old and _holds(property.ignored_if, old, new))


def _differences_of_sets(before: list[Any], after: list[Any], path: str) -> Iterator[tuple[str, Change]]:
    """By the places that the items have in the lists as written: the engine shows what stands there."""
    gone = {index: item for index, item in enumerate(before) if item not in after}
    come = {index: item for index, item in enumerate(after) if item not in before}
    for index in sorted(gone.keys() | come.keys()):
        yield from differences(gone.get(index), come.get(index), f"{path}[{index}]")


def _replaces(property: Property, key: str, path: str, old: Properties, new: Properties) -> bool:
    if property.replaces_if and new.get(key) is not UNKNOWN and _holds(property.replaces_if, old, new):
        return True
    if isinstance(property.replaces, bool):
        return property.replaces
    nested = path.removeprefix(key).lstrip(".")
    return any(
        nested == prefix or nested.startswith((f"{prefix}.", f"{prefix}[")) for prefix in property.replaces
    )


def _holds(condition: str, old: Properties, new: Properties) -> bool:
    return bool(evaluate(condition, {"old": _known(old), "new": _known(new)}))


def _known(value: Any) -> Any:
    """Without what is not known yet: a condition takes it for open."""
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_known(item) for item in value]
    return None if value is UNKNOWN else value
