import socket

import pytest

from localcloud.engine.plugin.values import UNKNOWN
from localcloud.kubernetes.errors import KubernetesError, UnreachableError
from localcloud.kubernetes.provider.configuration import Configuration
from localcloud.kubernetes.provider.connection import Connection
from tests.localcloud.kubernetes.api_server import serving
from tests.localcloud.kubernetes.provider.test_configuration import kubeconfig


def silent() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return kubeconfig(f"http://127.0.0.1:{unused.getsockname()[1]}")


def connection(**config: object) -> Connection:
    return Connection(Configuration.of_properties(config))


def test_unknown_cluster_is_missed_only_when_it_is_needed() -> None:
    unknown = connection(kubeconfig=UNKNOWN)
    assert not unknown.is_reachable()
    assert unknown.is_namespaced("kubernetes:example.com/v1:Widget") is None
    with pytest.raises(KubernetesError, match="not known yet"):
        unknown.cluster()


def test_silent_cluster_is_not_reachable() -> None:
    assert not connection(kubeconfig=silent()).is_reachable()


def test_cluster_is_asked_once_whether_it_answers() -> None:
    with serving() as server:
        found = connection(kubeconfig=kubeconfig(f"http://127.0.0.1:{server.server_port}"))
        assert not server.asked
        server.answers["/version"] = (200, {"major": "1"})
        assert found.is_reachable()
        assert found.is_reachable()
        assert [path for _, path, _, _ in server.asked] == ["/version"]
        assert found.cluster() is found.cluster()


def test_cluster_that_refuses_us_is_not_reachable() -> None:
    with serving() as server:
        server.answers["/version"] = (401, {"message": "Unauthorized"})
        assert not connection(kubeconfig=kubeconfig(f"http://127.0.0.1:{server.server_port}")).is_reachable()


def test_scope_of_a_custom_kind_is_the_clusters_word() -> None:
    with serving() as server:
        server.answers["/version"] = (200, {"major": "1"})
        widgets = {"name": "widgets", "kind": "Widget", "namespaced": False}
        server.answers["/apis/example.com/v1"] = (200, {"resources": [widgets]})
        found = connection(kubeconfig=kubeconfig(f"http://127.0.0.1:{server.server_port}"))
        assert found.is_namespaced("kubernetes:example.com/v1:Widget") is False
        assert found.is_namespaced("kubernetes:example.com/v1:Gadget") is None


def test_objects_of_a_lost_cluster_are_forgotten_only_if_the_program_wants_it() -> None:
    lost = UnreachableError("does not answer")
    assert not connection(kubeconfig=silent()).is_lost(lost)
    forgetting = connection(kubeconfig=silent(), deleteUnreachable="true")
    assert forgetting.is_lost(lost)
    assert not forgetting.is_lost(KubernetesError("forbidden"))
