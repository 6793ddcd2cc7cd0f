"""An API server of a few fixed answers."""

from typing import Any, cast

from localcloud.kubernetes.api import Api

Object = dict[str, Any]


class _StubApi:
    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def items(self, path: str, **query: str) -> list[Object]:
        return cast(list[Object], self._answers.get(path, []))

    def find(self, path: str) -> Object | None:
        return cast(Object | None, self._answers.get(path))


def stub_api(answers: dict[str, Any] | None = None) -> Api:
    """Lists and objects by path; what is not named is empty or not there."""
    return cast(Api, _StubApi(answers or {}))
