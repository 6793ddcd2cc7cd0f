"""The API as the bot sees it: in this process what it serves, and over the gateway the rest."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from app.dispatch.message import Request
from app.neighbours.paths import GetPaths
from app.runtime import Runtime
from app.trust import authorities

TIMEOUT_SECONDS = 5


class ApiProblem(Exception):
    """What the API answered instead of what was asked for, in words for the person who asked."""


class BotApi:
    def __init__(self, runtime: Runtime) -> None:
        self._dispatcher = runtime.dispatcher
        self._here = GetPaths(runtime.endpoints)
        self._gateway = runtime.settings.gateway_url
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, verify=authorities())

    def get(self, path: str, query: Mapping[str, str], token: str | None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        found = self._here.find(path)
        if found is not None:
            endpoint, given = found
            request = Request({name: str(value) for name, value in given.items()}, query, headers, b"")
            answer = self._dispatcher.answer(endpoint, request)
            status, body = answer.status, answer.body
        else:
            status, body = self._beyond(path, query, headers)
        document: dict[str, Any] = json.loads(body)
        if status != 200:
            raise ApiProblem(str(document.get("detail", "That did not work; try again later.")))
        return document

    def _beyond(self, path: str, query: Mapping[str, str], headers: dict[str, str]) -> tuple[int, bytes]:
        if self._gateway is None:
            raise ApiProblem("This is not to be had here.")
        try:
            response = self._client.get(self._gateway + path, params=dict(query), headers=headers)
        except httpx.HTTPError as error:
            raise ApiProblem("That does not answer now; try again later.") from error
        return response.status_code, response.content
