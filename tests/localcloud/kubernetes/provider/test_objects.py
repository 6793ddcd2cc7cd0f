from localcloud.kubernetes.provider import objects

LIVE = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {
        "name": "web",
        "namespace": "shop",
        "uid": "1",
        "resourceVersion": "2",
        "creationTimestamp": "then",
        "managedFields": [
            {"manager": "us", "operation": "Apply"},
            {"manager": "kubectl", "operation": "Update"},
        ],
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"},
    },
    "data": {"a": "1"},
    "status": {"phase": "x"},
}


def test_absent_values_and_own_keys_are_not_sent() -> None:
    inputs = {"a": None, "b": {"c": None, "d": [{"e": None}], "g": "text"}, "__fieldManager": "us", "f": {}}
    assert objects.written(inputs) == {"b": {"d": [{}], "g": "text"}, "f": {}}


def test_outputs_are_the_object_without_its_owners_but_with_ours() -> None:
    kept = objects.outputs(LIVE, "us")
    assert "managedFields" not in kept["metadata"]
    assert kept["metadata"]["uid"] == "1"
    assert (kept["__fieldManager"], kept["__initialApiVersion"]) == ("us", "v1")
    assert "managedFields" in LIVE["metadata"], "the object itself is left alone"


def test_imported_inputs_are_what_a_person_would_write() -> None:
    assert objects.imported(LIVE) == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "web", "namespace": "shop"},
        "data": {"a": "1"},
    }


def test_imported_inputs_have_the_annotations_of_people() -> None:
    live = {
        **LIVE,
        "metadata": {"name": "web", "annotations": {"owner": "us", "pv.kubernetes.io/bind-completed": "yes"}},
    }
    assert objects.imported(live)["metadata"]["annotations"] == {"owner": "us"}


def test_owner_is_who_applied_it() -> None:
    assert objects.is_owned_by(LIVE, "us")
    assert not objects.is_owned_by(LIVE, "kubectl")


def test_refresh_keeps_what_was_written_where_nothing_drifted() -> None:
    inputs = {"cpu": "1000m", "stringData": {"a": "b"}}
    recorded = {"cpu": "1", "data": "x"}
    assert objects.refreshed(inputs, recorded, {"cpu": "1", "data": "x", "status": "new"}) == inputs


def test_refresh_takes_the_live_value_where_it_drifted() -> None:
    inputs = {"replicas": 3, "labels": {"a": "1", "b": "2"}}
    recorded = {"replicas": 3, "labels": {"a": "1", "b": "2"}}
    live = {"replicas": 5, "labels": {"b": "2", "c": "3"}}
    assert objects.refreshed(inputs, recorded, live) == {"replicas": 5, "labels": {"b": "2"}}


def test_refresh_takes_a_live_value_of_another_shape() -> None:
    assert objects.refreshed({"a": {"b": 1}}, {"a": {"b": 1}}, {"a": "x"}) == {"a": "x"}
    assert objects.refreshed({"a": "x"}, {"a": "x"}, {"a": {"b": 1}}) == {"a": {"b": 1}}


def test_refresh_of_lists() -> None:
    inputs = [{"image": "app:1", "cpu": "1000m"}]
    recorded = [{"image": "app:1", "cpu": "1", "policy": "Always"}]
    assert objects.refreshed(inputs, recorded, [{"image": "app:2", "cpu": "1", "policy": "Always"}]) == [
        {"image": "app:2", "cpu": "1000m"}
    ]
    longer = [*recorded, {"image": "sidecar"}]
    assert objects.refreshed(inputs, recorded, longer) == longer
