"""Diff: what a change of inputs does to an object, in place or by a new one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from localcloud.engine.plugin.provider import Diff, PropertyChange
from localcloud.engine.plugin.values import Properties
from localcloud.kubernetes.provider import annotations
from localcloud.kubernetes.provider.changes import Path, changes, dotted
from localcloud.kubernetes.provider.kinds import Kind
from localcloud.kubernetes.provider.replacements import replacing

if TYPE_CHECKING:
    from localcloud.kubernetes.provider.cluster import Rehearsal

_ADDRESS: tuple[Path, ...] = (("metadata", "name"), ("metadata", "namespace"))


def difference(
    kind: Kind,
    old_inputs: Properties,
    news: Properties,
    mutable: frozenset[str],
    rehearse: "Callable[[], Rehearsal | None]",
) -> Diff:
    """The differences by property path, each with whether it replaces the object.

    `rehearse` applies the new inputs without effect; where it gives None no cluster can be asked, and the
    inputs alone are compared. An object with a fixed name is deleted before its replacement is made.
    """
    changed = changes(old_inputs, news)
    refused: tuple[str, ...] = ()
    if not changed.keys() & set(_ADDRESS):  # elsewhere there is no live object to compare with
        rehearsal = rehearse()
        if rehearsal is not None:
            refused = rehearsal.refused
            if rehearsal.planned is not None:
                changed = changes(old_inputs, news, rehearsal.live, rehearsal.planned)
    replaced = replacing(kind, old_inputs, changed, refused, mutable)
    if refused and not replaced:
        replaced = set(changed)
    return Diff(
        {dotted(path): PropertyChange(change, path in replaced) for path, change in changed.items()},
        delete_before_replace=bool(replaced) and _keeps_its_name(old_inputs, news),
    )


def _keeps_its_name(old_inputs: Properties, news: Properties) -> bool:
    old, new = old_inputs.get("metadata", {}), news.get("metadata", {})
    same = all(old.get(key) == new.get(key) for key in ("name", "namespace"))
    return same and not annotations.is_autonamed(news)
