from typing import Any, cast

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError
from localcloud.kubernetes.provider.discovery import Discovery, UnknownKindError
from localcloud.kubernetes.provider.kinds import Kind, Name

APPS = {
    "resources": [
        {"name": "deployments", "kind": "Deployment", "namespaced": True},
        {"name": "deployments/scale", "kind": "Scale", "namespaced": True},
    ]
}
CORE = {"resources": [{"name": "namespaces", "kind": "Namespace", "namespaced": False}]}


class Server:
    """Answers discovery, and counts how often it is asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked = answers, 0

    def get(self, path: str) -> Any:
        self.asked += 1
        if path not in self.answers:
            raise ApiError(404, "NotFound", "the server could not find the requested resource")
        return self.answers[path]


def discovery(server: Server) -> Discovery:
    return Discovery(cast(Api, server))


def test_path_of_a_namespaced_and_of_another_kind() -> None:
    found = discovery(Server({"/apis/apps/v1": APPS, "/api/v1": CORE}))
    deployments = found.mapping(Kind("apps/v1", "Deployment"))
    assert deployments.path(Name("web", "shop")) == "/apis/apps/v1/namespaces/shop/deployments/web"
    assert found.mapping(Kind("v1", "Namespace")).path(Name("shop")) == "/api/v1/namespaces/shop"


def test_collection_may_be_of_all_namespaces() -> None:
    found = discovery(Server({"/apis/apps/v1": APPS})).mapping(Kind("apps/v1", "Deployment"))
    assert found.collection(None) == "/apis/apps/v1/deployments"


def test_refusal_to_tell_is_not_taken_for_an_unknown_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server({})

    def refuse(path: str) -> Any:
        raise ApiError(403, "Forbidden", "not for you")

    monkeypatch.setattr(server, "get", refuse)
    with pytest.raises(ApiError, match="not for you"):
        discovery(server).mapping(Kind("apps/v1", "Deployment"))


def test_each_version_is_asked_for_once() -> None:
    server = Server({"/apis/apps/v1": APPS})
    found = discovery(server)
    for _ in range(3):
        found.mapping(Kind("apps/v1", "Deployment"))
    assert server.asked == 1


def test_parts_of_objects_are_no_kinds() -> None:
    with pytest.raises(UnknownKindError, match=r"no apps/v1 Scale: .*CustomResourceDefinition"):
        discovery(Server({"/apis/apps/v1": APPS})).mapping(Kind("apps/v1", "Scale"))


def test_kind_that_is_a_moment_old_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server({})

    def sleep(seconds: float) -> None:
        server.answers["/apis/apps/v1"] = APPS

    monkeypatch.setattr("time.sleep", sleep)
    assert discovery(server).mapping(Kind("apps/v1", "Deployment"), patience=5).plural == "deployments"
