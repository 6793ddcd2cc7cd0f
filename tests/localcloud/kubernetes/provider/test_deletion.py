import threading

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.provider.deletion import delete
from tests.localcloud.kubernetes.manifests import config_map, deployment
from tests.localcloud.kubernetes.waiting import eventually

pytestmark = pytest.mark.engine


@pytest.fixture
def held(api: Api, namespace: str) -> str:
    item = config_map("held", namespace)
    item["metadata"]["finalizers"] = ["example.com/keep"]
    api.create(f"/api/v1/namespaces/{namespace}/configmaps", item)
    return f"/api/v1/namespaces/{namespace}/configmaps/held"


def run(
    api: Api, path: str, seconds: float = 20, cancelled: bool = False, said: list[str] | None = None
) -> None:
    event = threading.Event()
    if cancelled:
        event.set()
    delete(api, path, "Foreground", seconds, event, (said if said is not None else []).append)


def test_dependents_are_gone_with_the_object(api: Api, namespace: str) -> None:
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments"
    api.create(path, deployment("web", namespace, 2))
    pods = f"/api/v1/namespaces/{namespace}/pods"
    eventually(lambda: api.items(pods), lambda items: len(items) == 2)
    run(api, f"{path}/web")
    assert api.find(f"{path}/web") is None
    assert api.items(pods) == []


def test_what_is_gone_is_deleted(api: Api, namespace: str) -> None:
    run(api, f"/api/v1/namespaces/{namespace}/configmaps/none")


def test_finalizer_that_holds_is_named(api: Api, held: str) -> None:
    with pytest.raises(KubernetesError, match=r"still there after 0 s: finalizers .*example\.com/keep"):
        run(api, held, seconds=0.2)


def test_wait_ends_when_the_finalizer_does(api: Api, held: str) -> None:
    said: list[str] = []
    release = threading.Timer(4, lambda: api.merge(held, {"metadata": {"finalizers": []}}))
    release.start()
    run(api, held, said=said)
    release.join()
    assert api.find(held) is None
    assert any("finalizers" in line and "example.com/keep" in line for line in said)


def test_cancelled_wait_says_so(api: Api, held: str) -> None:
    with pytest.raises(KubernetesError, match="deletion was asked for, but the deployment was cancelled"):
        run(api, held, cancelled=True)


def test_namespace_says_what_is_left_in_it(api: Api, namespace: str, held: str) -> None:
    with pytest.raises(KubernetesError, match=r"Some resources are remaining: configmaps\. has 1 resource"):
        run(api, f"/api/v1/namespaces/{namespace}", seconds=8)
    api.merge(held, {"metadata": {"finalizers": []}})
