import pytest

from localcloud.kubernetes.provider.kinds import (
    Kind,
    Name,
    automatic_name,
    field_manager,
    kind_of_object,
    kind_of_type,
)


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("kubernetes:core/v1:Service", Kind("v1", "Service")),
        ("kubernetes:apps/v1:Deployment", Kind("apps/v1", "Deployment")),
        ("kubernetes:networking.k8s.io/v1:Ingress", Kind("networking.k8s.io/v1", "Ingress")),
        ("kubernetes:example.com/v1beta1:Widget", Kind("example.com/v1beta1", "Widget")),
    ],
)
def test_kind_of_a_type_token(type: str, kind: Kind) -> None:
    assert kind_of_type(type) == kind
    assert kind_of_object({"apiVersion": kind.api_version, "kind": kind.name}) == kind


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind("v1", "Secret"), True),
        (Kind("v1", "Namespace"), False),
        (Kind("storage.k8s.io/v1", "StorageClass"), False),
        (Kind("rbac.authorization.k8s.io/v1", "RoleBinding"), True),
        (Kind("example.com/v1", "Namespace"), None),
    ],
)
def test_scope_is_known_of_kubernetes_own_kinds_only(kind: Kind, expected: bool | None) -> None:
    assert kind.is_namespaced is expected


def test_id_has_the_namespace_before_the_name() -> None:
    assert str(Name("web", "shop")) == "shop/web"
    assert Name.of_id("shop/web") == Name("web", "shop")
    assert Name.of_id("shop") == Name("shop")


def test_automatic_name_follows_the_seed() -> None:
    assert automatic_name("web", b"1") == automatic_name("web", b"1") != automatic_name("web", b"2")
    assert automatic_name("web", b"1").startswith("web-")
    for seed in (b"", b"1"):
        assert len(automatic_name("web", seed)) == len("web-") + 8


def test_field_manager_is_the_same_in_every_stack_and_differs_by_resource() -> None:
    urn = "urn:pulumi:{stack}::softfactory::kubernetes:core/v1:Secret::{name}"
    one = field_manager(urn.format(stack="phase1", name="a"))
    assert one == field_manager(urn.format(stack="phase2", name="a"))
    assert one != field_manager(urn.format(stack="phase1", name="b"))
