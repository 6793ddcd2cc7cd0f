"""A client of the API that is the same for every shape of the app, and the people who use it."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask


@dataclass(frozen=True)
class Got:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Send = Callable[[str, str, dict[str, str], bytes], Got]


@dataclass(frozen=True)
class Person:
    """Somebody with an access token, or nobody in particular without."""

    send: Send
    token: str = field(default="", repr=False)

    def __call__(
        self, method: str, path: str, body: object = None, *, status: int = 200, key: str = ""
    ) -> Any:
        got = self.raw(method, path, body, key=key)
        assert got.status == status, f"{method} {path}: {got.status} {got.body.decode()}"
        return got.json if got.body else None

    def raw(self, method: str, path: str, body: object = None, *, key: str = "") -> Got:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key:
            headers["Idempotency-Key"] = key
        content = b""
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(method, path, headers, content)

    def signed_up(self, name: str = "Kim") -> "Person":
        email = f"{uuid.uuid4().hex}@test.example"
        body = {"email": email, "name": name, "password": "correct horse battery"}
        return Person(self.send, self("POST", "/api/auth/signup", body, status=201)["access_token"])


def through_flask(app: Flask) -> Send:
    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Got:
        answer = app.test_client().open(path, method=method, headers=headers, data=body)
        return Got(answer.status_code, dict(answer.headers), answer.data)

    return send
