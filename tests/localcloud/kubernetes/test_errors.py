import pytest

from localcloud.kubernetes.errors import ApiError, KubernetesError, UnreachableError, is_unanswered


def test_an_unreachable_cluster_is_caught_with_all_else_of_kubernetes() -> None:
    assert issubclass(UnreachableError, KubernetesError)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (UnreachableError("does not answer"), True),
        (ApiError(504, "Timeout", "request did not complete"), True),
        (ApiError(500, "InternalError", "etcdserver: request timed out"), True),
        (ApiError(500, "", "failed to create typed patch object (a/b): .spec.x: field not declared"), False),
        (ApiError(422, "Invalid", "spec.replicas: Invalid value"), False),
        (KubernetesError("no context"), False),
    ],
)
def test_request_that_may_have_taken_effect_is_known(error: KubernetesError, expected: bool) -> None:
    assert is_unanswered(error) is expected
