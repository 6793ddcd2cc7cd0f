import pytest

from localcloud.kubernetes.provider.changes import Path
from localcloud.kubernetes.provider.kinds import Kind
from localcloud.kubernetes.provider.replacements import replacing

DEPLOYMENT = Kind("apps/v1", "Deployment")


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        (DEPLOYMENT, ("metadata", "name"), True),
        (DEPLOYMENT, ("metadata", "namespace"), True),
        (DEPLOYMENT, ("metadata", "labels", "name"), False),
        (DEPLOYMENT, ("spec", "selector", "matchLabels", "app"), True),
        (DEPLOYMENT, ("spec", "replicas"), False),
        (Kind("apps/v1", "StatefulSet"), ("spec", "volumeClaimTemplates", 0, "spec"), True),
        (Kind("apps/v1", "StatefulSet"), ("spec", "replicas"), False),
        (Kind("batch/v1", "Job"), ("spec", "template", "spec", "containers", 0, "image"), True),
        (Kind("v1", "Pod"), ("spec", "containers", 0, "image"), True),
        (Kind("v1", "PersistentVolumeClaim"), ("spec", "storageClassName"), True),
        (Kind("v1", "PersistentVolumeClaim"), ("spec", "resources", "requests", "storage"), False),
        (Kind("v1", "ConfigMap"), ("data", "a"), True),
        (Kind("v1", "Secret"), ("stringData", "a"), True),
        (Kind("example.com/v1", "Secret"), ("data", "a"), False),
        (Kind("rbac.authorization.k8s.io/v1", "RoleBinding"), ("roleRef", "name"), True),
    ],
)
def test_fields_that_replace(kind: Kind, path: Path, expected: bool) -> None:
    assert replacing(kind, {}, [path], [], frozenset()) == ({path} if expected else set())


def test_content_may_be_configured_to_change_in_place_unless_it_is_immutable() -> None:
    kind, path = Kind("v1", "ConfigMap"), ("data", "a")
    assert replacing(kind, {}, [path], [], frozenset({"ConfigMap"})) == set()
    assert replacing(kind, {"immutable": True}, [path], [], frozenset({"ConfigMap"})) == {path}


@pytest.mark.parametrize(
    ("refused", "path", "expected"),
    [
        ("spec.template", ("spec", "template", "spec", "containers", 0, "image"), True),
        ("spec.containers[0].image", ("spec", "containers", 0, "image"), True),
        ("spec.strategy.type", ("spec", "strategy"), True),
        ("metadata.labels[example.com/tier]", ("metadata", "labels", "x"), True),
        ("spec.template", ("spec", "replicas"), False),
    ],
)
def test_what_the_server_does_not_change_replaces(refused: str, path: Path, expected: bool) -> None:
    kind = Kind("example.com/v1", "Widget")
    assert replacing(kind, {}, [path], [refused], frozenset()) == ({path} if expected else set())
