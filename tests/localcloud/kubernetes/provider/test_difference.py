from typing import Any

from localcloud.engine.plugin.provider import Diff
from localcloud.kubernetes.provider.cluster import Rehearsal
from localcloud.kubernetes.provider.difference import difference
from localcloud.kubernetes.provider.kinds import Kind

WIDGET = Kind("example.com/v1", "Widget")
NAMED = {"name": "web", "namespace": "shop"}
AUTONAMED = {"name": "web-1", "namespace": "shop", "annotations": {"pulumi.com/autonamed": "true"}}


def run(
    old: dict[str, Any], new: dict[str, Any], rehearsal: Rehearsal | None = None, **metadata: Any
) -> Diff:
    before, after = {"metadata": metadata or NAMED, **old}, {"metadata": metadata or NAMED, **new}
    return difference(WIDGET, before, after, frozenset(), lambda: rehearsal)


def replaced(diff: Diff) -> set[str]:
    return {path for path, change in diff.changes.items() if change.replaces}


def test_inputs_alone_tell_where_no_cluster_can_be_asked() -> None:
    diff = run({"spec": {"a": 1}}, {"spec": {"a": 2}})
    assert diff.changes.keys() == {"spec.a"}
    assert not replaced(diff)


def test_server_tells_what_is_the_same() -> None:
    live = {"spec": {"cpu": "1"}}
    assert not run({"spec": {"cpu": "1"}}, {"spec": {"cpu": "1000m"}}, Rehearsal(live, live)).changes


def test_server_tells_what_it_does_not_change() -> None:
    rehearsal = Rehearsal({}, None, ("spec.a",))
    diff = run({"spec": {"a": 1, "b": 1}}, {"spec": {"a": 2, "b": 2}}, rehearsal)
    assert diff.changes.keys() == {"spec.a", "spec.b"}
    assert replaced(diff) == {"spec.a"}
    assert diff.delete_before_replace


def test_refused_change_hides_no_other() -> None:
    diff = run({"spec": {"a": 1, "b": 1}}, {"spec": {"b": 2}}, Rehearsal({}, None, ("spec.b",)))
    assert diff.changes.keys() == {"spec.a", "spec.b"}


def test_refusal_of_something_else_replaces_for_all_that_changed() -> None:
    diff = run({"spec": {"a": 1}}, {"spec": {"a": 2}}, Rehearsal({}, None, ("status",)))
    assert replaced(diff) == {"spec.a"}


def test_automatic_name_lets_the_new_one_come_first() -> None:
    diff = run({"spec": {"a": 1}}, {"spec": {"a": 2}}, Rehearsal({}, None, ("spec.a",)), **AUTONAMED)
    assert replaced(diff)
    assert not diff.delete_before_replace


def test_another_name_or_namespace_is_another_object_that_is_not_rehearsed() -> None:
    def never() -> Rehearsal:
        raise AssertionError("there is no live object under the new name")

    for key in ("name", "namespace"):
        new = {"metadata": {**NAMED, key: "other"}}
        diff = difference(WIDGET, {"metadata": NAMED}, new, frozenset(), never)
        assert replaced(diff) == {f"metadata.{key}"}
        assert not diff.delete_before_replace
