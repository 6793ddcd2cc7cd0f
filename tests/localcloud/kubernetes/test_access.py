import pytest

from localcloud.kubernetes.access import POLICY_ROLES, cluster_objects, namespace_binding, path_of
from localcloud.kubernetes.errors import KubernetesError


@pytest.mark.parametrize(("policy", "role"), POLICY_ROLES.items())
def test_each_access_policy_is_bound_to_its_role_cluster_wide(policy: str, role: str) -> None:
    bindings = [item for item in cluster_objects() if item["kind"] == "ClusterRoleBinding"]
    of_policy = [item for item in bindings if item["subjects"][0]["name"] == f"eks:policy:{policy}"]
    assert [item["roleRef"]["name"] for item in of_policy] == [role]


def test_namespace_association_binds_in_that_namespace_only() -> None:
    binding = namespace_binding("AmazonEKSEditPolicy", "shop")
    assert (binding["kind"], binding["metadata"]["namespace"]) == ("RoleBinding", "shop")
    assert binding["roleRef"]["name"] == "edit"
    assert binding["subjects"][0]["name"] == "eks:policy:AmazonEKSEditPolicy:shop"
    assert path_of(binding).startswith("/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings/")


def test_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(KubernetesError, match=r"'AmazonEKSRootPolicy'.*AmazonEKSViewPolicy"):
        namespace_binding("AmazonEKSRootPolicy", "shop")


def test_kwok_may_not_touch_what_a_program_owns() -> None:
    role = next(item for item in cluster_objects() if item["kind"] == "ClusterRole")
    allowed = {resource for rule in role["rules"] for resource in rule["resources"]}
    assert not allowed & {"secrets", "configmaps", "deployments", "*"}
