from typing import Any

import pytest

from localcloud.engine.plugin.provider import Checked, Resource
from localcloud.engine.plugin.values import UNKNOWN
from localcloud.kubernetes.provider.annotations import AUTONAMED
from localcloud.kubernetes.provider.checking import check, scope_of


def run(
    type: str, news: dict[str, Any], olds: dict[str, Any] | None = None, namespace: str | None = "shop"
) -> Checked:
    return check(Resource("urn", f"kubernetes:{type}", "web"), olds or {}, news, b"7", namespace)


def test_kind_version_name_and_namespace_are_filled_in() -> None:
    checked = run("apps/v1:Deployment", {"spec": {"replicas": 1}})
    assert not checked.failures
    assert (checked.inputs["apiVersion"], checked.inputs["kind"]) == ("apps/v1", "Deployment")
    metadata = checked.inputs["metadata"]
    assert metadata["namespace"] == "shop"
    assert metadata["name"].startswith("web-")
    assert metadata["annotations"] == {AUTONAMED: "true"}


def test_what_the_program_says_stays() -> None:
    metadata = {"name": "fixed", "namespace": "other", "annotations": {"a": "b"}}
    assert run("core/v1:Service", {"metadata": metadata}).inputs["metadata"] == metadata


def test_automatic_name_stays_over_updates() -> None:
    first = run("core/v1:ConfigMap", {"data": {"a": "1"}}).inputs
    again = check(
        Resource("urn", "kubernetes:core/v1:ConfigMap", "web"), first, {"data": {"a": "2"}}, b"8", "shop"
    ).inputs
    assert again["metadata"] == first["metadata"]


def test_name_of_an_unfinished_creation_is_taken_up() -> None:
    resource = Resource("urn", "kubernetes:core/v1:ConfigMap", "web")
    metadata = check(resource, {}, {}, b"8", "shop", "web-12345678").inputs["metadata"]
    assert metadata["name"] == "web-12345678"
    assert metadata["annotations"] == {AUTONAMED: "true"}
    fixed = check(resource, {}, {"metadata": {"name": "fixed"}}, b"8", "shop", "web-12345678").inputs[
        "metadata"
    ]
    assert fixed["name"] == "fixed"


def test_name_that_the_program_gave_up_is_not_kept() -> None:
    olds = {"metadata": {"name": "fixed"}}
    assert run("core/v1:ConfigMap", {}, olds).inputs["metadata"]["name"].startswith("web-")


@pytest.mark.parametrize("metadata", [UNKNOWN, {"name": UNKNOWN}, {"name": "web", "namespace": UNKNOWN}])
def test_what_is_not_known_yet_is_left(metadata: Any) -> None:
    checked = run("core/v1:ConfigMap", {"metadata": metadata})
    assert not checked.failures
    if metadata is UNKNOWN:
        assert checked.inputs["metadata"] is UNKNOWN
    else:
        assert checked.inputs["metadata"]["name"] is metadata["name"]


def test_annotations_that_are_not_known_yet_are_left() -> None:
    metadata = run("core/v1:ConfigMap", {"metadata": {"annotations": UNKNOWN}}).inputs["metadata"]
    assert metadata["annotations"] is UNKNOWN
    assert metadata["name"].startswith("web-")


def test_kind_that_only_sounds_like_a_list_is_an_object() -> None:
    assert not run("example.com/v1:AllowList", {"spec": {}}).failures
    assert not run("example.com/v1:Cart", {"items": []}).failures


def test_namespace_is_left_out_where_there_is_none() -> None:
    assert "namespace" not in run("core/v1:Namespace", {}, namespace=None).inputs["metadata"]


@pytest.mark.parametrize(
    ("type", "news", "words"),
    [
        ("apps/v1:DeploymentPatch", {"kind": "Deployment"}, "declare the Deployment itself"),
        ("core/v1:ConfigMapList", {"items": []}, "declare its items one by one"),
        ("helm.sh/v3:Release", {}, "declare the objects themselves"),
        ("yaml/v2:ConfigGroup", {}, "declare the objects themselves"),
        ("core/v1:Secret", {"kind": "ConfigMap"}, "kind is 'ConfigMap'"),
        ("core/v1:Secret", {"metadata": "web"}, "metadata is 'web'"),
        ("core/v1:Secret", {"metadata": {"generateName": "web-"}}, "generateName cannot be applied"),
        ("core/v1:Secret", {"metadata": {"annotations": {"pulumi.com/waitFor": "x"}}}, "waitFor is not"),
    ],
)
def test_what_cannot_be_done_is_refused(type: str, news: dict[str, Any], words: str) -> None:
    assert any(words in reason for _, reason in run(type, news).failures)


def test_scope_is_not_asked_of_what_is_no_object() -> None:
    assert scope_of("kubernetes:yaml/v2:ConfigGroup") is None
    assert scope_of("kubernetes:core/v1:Secret") is True
