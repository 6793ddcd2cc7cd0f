from localcloud.engine.plugin.provider import Change
from localcloud.engine.plugin.values import UNKNOWN
from localcloud.kubernetes.provider.changes import changes, dotted


def test_only_what_differs_is_named() -> None:
    old = {"a": 1, "b": {"c": 2, "d": 3}, "gone": "x", "__fieldManager": "us"}
    new = {"a": 1, "b": {"c": 2, "d": 4}, "came": "y", "__fieldManager": "them"}
    assert changes(old, new) == {("b", "d"): Change.UPDATE, ("gone",): Change.DELETE, ("came",): Change.ADD}


def test_one_and_true_differ() -> None:
    assert changes({"a": 1}, {"a": True}) == {("a",): Change.UPDATE}


def test_unknown_differs_from_everything() -> None:
    assert changes({"a": 1}, {"a": UNKNOWN}, {"a": 1}, {"a": 1}) == {("a",): Change.UPDATE}
    assert changes({"a": [1]}, {"a": UNKNOWN}) == {("a",): Change.UPDATE}


def test_items_are_named_by_position() -> None:
    old = {"containers": [{"image": "app:1"}]}
    new = {"containers": [{"image": "app:2"}, {"image": "side"}]}
    assert changes(old, new) == {("containers", 0, "image"): Change.UPDATE, ("containers", 1): Change.ADD}


def test_another_writing_of_the_same_is_no_change() -> None:
    live = {"limits": {"cpu": "1"}, "uid": "x"}
    assert changes({"limits": {"cpu": "1"}}, {"limits": {"cpu": "1000m"}}, live, live) == {}


def test_list_that_stays_as_it_is_is_no_change_whatever_others_added() -> None:
    live = {"env": [{"name": "injected"}, {"name": "a", "value": "1"}]}
    old, new = {"env": [{"name": "a", "value": "1", "x": 1}]}, {"env": [{"name": "a", "value": "1"}]}
    assert changes(old, new, live, live) == {}
    planned = {"env": [{"name": "injected"}, {"name": "a", "value": "2"}]}
    assert changes(old, new, live, planned) == {("env", 0, "x"): Change.DELETE}


def test_items_that_keep_their_positions_are_compared_with_the_live_ones() -> None:
    old = {"containers": [{"image": "app:1", "cpu": "100m"}]}
    new = {"containers": [{"image": "app:2", "cpu": "0.1"}]}
    live = {"containers": [{"image": "app:1", "cpu": "100m", "policy": "Always"}]}
    planned = {"containers": [{"image": "app:2", "cpu": "100m", "policy": "Always"}]}
    assert changes(old, new, live, planned) == {("containers", 0, "image"): Change.UPDATE}


def test_field_that_cannot_be_read_back_counts_as_written() -> None:
    live = {"data": {"a": "eA=="}}
    assert changes({"stringData": {"a": "x"}}, {"stringData": {"a": "y"}}, live, live) == {
        ("stringData", "a"): Change.UPDATE
    }


def test_field_that_is_given_up_and_stays_is_no_change() -> None:
    live = {"replicas": 3}
    assert changes({"replicas": 3}, {}, live, live) == {}
    assert changes({"replicas": 3}, {}, live, {"replicas": 1}) == {("replicas",): Change.DELETE}


def test_path_is_written_as_pulumi_does() -> None:
    assert dotted(("spec", "containers", 0, "image")) == "spec.containers[0].image"
    assert dotted(("metadata", "labels", "app.kubernetes.io/name")) == (
        'metadata.labels["app.kubernetes.io/name"]'
    )
