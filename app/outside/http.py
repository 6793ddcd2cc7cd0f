"""Calls of outside HTTP interfaces: one client each, with a token, a time-out and an idempotency key."""

from typing import Any

import httpx
from pydantic import SecretStr

from app.domain.ports import OutsideError, OutsideRefusal
from app.trust import authorities

# D6 gives a publication half a second to two seconds.
TIMEOUT_SECONDS = 10


class OutsideApi:
    def __init__(self, base: str, token: SecretStr | None) -> None:
        self._client = httpx.Client(
            base_url=base, timeout=TIMEOUT_SECONDS, verify=authorities(),
            headers={"Authorization": f"Bearer {token.get_secret_value()}"} if token else {},
        )  # fmt: skip

    def post(self, path: str, content: dict[str, Any], key: str) -> dict[str, Any]:
        """The answer to `content`; the same `key` has no second effect there.

        Raises OutsideError for what may pass, and OutsideRefusal for a clear no.
        """
        try:
            response = self._client.post(path, json=content, headers={"Idempotency-Key": key})
        except httpx.HTTPError as error:
            raise OutsideError(f"{path} does not answer ({type(error).__name__})") from error
        return judged(response, path)


def judged(response: httpx.Response, what: str) -> dict[str, Any]:
    if response.is_server_error or response.status_code in (408, 425, 429):
        raise OutsideError(f"{what} answered {response.status_code}")
    if not response.is_success:
        raise OutsideRefusal(f"{what} answered {response.status_code}")
    try:
        document = response.json() if response.content else {}
    except ValueError as error:
        raise OutsideError(f"{what} answered something that is not JSON") from error
    return document if isinstance(document, dict) else {"items": document}
