"""Differences name every leaf by its property path."""

from localcloud.engine.plugin.differences import differences, join
from localcloud.engine.plugin.provider import Change
from localcloud.engine.plugin.values import UNKNOWN


def test_each_leaf_is_named() -> None:
    old = {"a": 1, "b": {"c": [1, 2], "d": "x"}, "gone": 1, "__defaults": ["a"]}
    new = {"a": 2, "b": {"c": [1, 3, 4], "d": "x"}, "new": 1, "__defaults": []}
    assert dict(differences(old, new)) == {
        "a": Change.UPDATE,
        "b.c[1]": Change.UPDATE,
        "b.c[2]": Change.ADD,
        "gone": Change.DELETE,
        "new": Change.ADD,
    }


def test_absent_and_none_are_the_same_but_types_are_not() -> None:
    assert not dict(differences({"a": None}, {}))
    assert dict(differences({"a": 1}, {"a": "1"})) == {"a": Change.UPDATE}
    assert dict(differences({"a": 1}, {"a": True})) == {"a": Change.UPDATE}


def test_an_unknown_differs_from_everything() -> None:
    assert dict(differences({"a": 1}, {"a": UNKNOWN, "b": UNKNOWN})) == {"a": Change.UPDATE, "b": Change.ADD}


def test_keys_that_are_not_words_are_quoted() -> None:
    assert join("tags", "app.kubernetes.io/name") == 'tags["app.kubernetes.io/name"]'
    assert join("", "tags") == "tags"
    assert join("metadata", "name") == "metadata.name"
