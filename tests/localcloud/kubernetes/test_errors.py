from localcloud.kubernetes.errors import KubernetesError, UnreachableError


def test_an_unreachable_cluster_is_caught_with_all_else_of_kubernetes() -> None:
    assert issubclass(UnreachableError, KubernetesError)
