"""Structural differences between two property values, by Pulumi property path."""

from collections.abc import Iterator, Mapping
from typing import Any

from localcloud.engine.plugin.provider import Change
from localcloud.engine.plugin.values import UNKNOWN


def differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Change]]:
    """Yields (path, change) for each leaf that differs; an unknown new value differs from everything.

    None and an absent key are the same. Keys starting with "__" are bookkeeping and are passed over.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            if not key.startswith("__"):
                yield from differences(old.get(key), new.get(key), join(path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            yield from differences(_item(old, index), _item(new, index), f"{path}[{index}]")
    elif new is UNKNOWN:
        yield path, Change.UPDATE if old is not None else Change.ADD
    elif type(old) is not type(new) or old != new:
        yield path, Change.ADD if old is None else Change.DELETE if new is None else Change.UPDATE


def join(path: str, key: str) -> str:
    """A property path one key further; keys that are not words are quoted as Pulumi does."""
    if not key.replace("_", "").replace("-", "").isalnum():
        quoted = key.replace('"', '\\"')
        return f'{path}["{quoted}"]'
    return f"{path}.{key}" if path else key


def _item(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None
