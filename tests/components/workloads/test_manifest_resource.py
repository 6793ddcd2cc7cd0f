import pulumi
import pytest

from components.workloads.manifest_resource import manifest_resource
from tests.recording import record


def test_a_manifest_arrives_as_it_is(preview: bool) -> None:
    manifest = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "web"}},
        "spec": {"template": {"spec": {"enableServiceLinks": False, "containers": [{"name": "web"}]}}},
    }
    recording = record(lambda: manifest_resource("web", manifest, pulumi.ResourceOptions()), preview=preview)
    (made,) = recording.resources
    assert (made.type, made.name) == ("kubernetes:apps/v1:Deployment", "web-deployment")
    assert made.inputs == manifest


@pytest.mark.parametrize(
    ("api_version", "kind", "type_"),
    [
        ("v1", "Namespace", "kubernetes:core/v1:Namespace"),
        ("v1", "Service", "kubernetes:core/v1:Service"),
        ("rbac.authorization.k8s.io/v1", "Role", "kubernetes:rbac.authorization.k8s.io/v1:Role"),
    ],
)
def test_every_kind_has_its_type(api_version: str, kind: str, type_: str) -> None:
    manifest = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}}
    recording = record(lambda: manifest_resource("x", manifest, pulumi.ResourceOptions()), preview=False)
    assert [(item.type, item.name) for item in recording.resources] == [(type_, f"x-{kind.lower()}")]


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    manifest = {"apiVersion": "v1", "kind": "Poodle", "metadata": {}}
    with pytest.raises(
        ValueError, match=r"x: got v1 Poodle; allowed: apps/v1 Deployment, .*, v1 Namespace, .*, v1 Service"
    ):
        manifest_resource("x", manifest, pulumi.ResourceOptions())


def test_a_key_of_two_words_arrives_too(preview: bool) -> None:
    manifest = {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": "x"},
        "value": 1,
        "globalDefault": False,
    }
    (made,) = record(
        lambda: manifest_resource("x", manifest, pulumi.ResourceOptions()), preview=preview
    ).resources
    assert made.inputs == manifest
