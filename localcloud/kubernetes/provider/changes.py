"""What a change of inputs changes: by property path, without what the server takes for the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from localcloud.engine.plugin.differences import join
from localcloud.engine.plugin.provider import Change
from localcloud.engine.plugin.values import UNKNOWN

Path = tuple[str | int, ...]
_UNSEEN: Any = object()


def changes(old: Any, new: Any, live: Any = _UNSEEN, planned: Any = _UNSEEN) -> dict[Path, Change]:
    """The differences between old and new inputs.

    With the live object and what applying `new` would make of it, a difference that leaves the live one as it
    is ("1000m" for "1") does not count. A value that is not yet known differs from everything.
    """
    return dict(_walk(old, new, live, planned, ()))


def dotted(path: Path) -> str:
    """The path in Pulumi's writing: `spec.containers[0].image`, `metadata.labels["example.com/tier"]`."""
    text = ""
    for step in path:
        text = f"{text}[{step}]" if isinstance(step, int) else join(text, step)
    return text


def _walk(old: Any, new: Any, live: Any, planned: Any, path: Path) -> Iterator[tuple[Path, Change]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            if not key.startswith("__"):
                yield from _walk(old.get(key), new.get(key), _at(live, key), _at(planned, key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        if _is_same(new, live, planned):
            return
        # Items have other positions where others have added some of their own; then positions say nothing.
        if not _have_same_length(old, new, live, planned):
            live = planned = _UNSEEN
        for index in range(max(len(old), len(new))):
            before, after = _item(old, index), _item(new, index)
            yield from _walk(before, after, _item(live, index), _item(planned, index), (*path, index))
    elif (type(old) is not type(new) or old != new) and not _is_same(new, live, planned):
        yield path, Change.ADD if old is None else Change.DELETE if new is None else Change.UPDATE


def _is_same(new: Any, live: Any, planned: Any) -> bool:
    if live is _UNSEEN or planned is _UNSEEN or new is UNKNOWN or live != planned:
        return False
    # A field that can be written but not read (a Secret's stringData) is in neither.
    return new is None or planned is not None


def _at(tree: Any, key: str) -> Any:
    if tree is _UNSEEN:
        return _UNSEEN
    return tree.get(key) if isinstance(tree, Mapping) else None


def _have_same_length(*values: Any) -> bool:
    return all(isinstance(value, list) for value in values) and len({len(value) for value in values}) == 1


def _item(values: Any, index: int) -> Any:
    if values is _UNSEEN:
        return _UNSEEN
    return values[index] if index < len(values) else None
