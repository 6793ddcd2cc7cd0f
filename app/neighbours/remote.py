"""Asking a service over HTTP: a time budget, one more try, and a circuit breaker per service."""

import logging
from collections.abc import Mapping
from typing import Any

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from app.domain.call import Call
from app.domain.problem import BY_STATUS, Unavailable
from app.neighbours.breaker import Breaker, Failed, Open
from app.operability.metrics import NEIGHBOURS
from app.trust import authorities

log = logging.getLogger(__name__)

ATTEMPTS = 2
# So many failures in a row open the circuit, and so long after that one request tries again.
FAILURES = 5
OPEN_SECONDS = 5.0


class Remote:
    """`addresses` has the base address of the service behind each prefix of paths.

    What does not answer within `budget_seconds` counts as failed.
    """

    def __init__(self, addresses: Mapping[str, str], budget_seconds: float) -> None:
        self._addresses = addresses
        self._client = httpx.Client(
            timeout=budget_seconds, limits=httpx.Limits(max_keepalive_connections=20), verify=authorities()
        )
        self._breakers = {base: Breaker(FAILURES, OPEN_SECONDS) for base in set(addresses.values())}

    def get(self, call: Call, path: str) -> Mapping[str, Any]:
        base = self._base(path)
        token = call.me.token
        attempts = Retrying(
            stop=stop_after_attempt(ATTEMPTS), retry=retry_if_exception_type(Failed), reraise=True
        )
        try:
            response: httpx.Response = self._breakers[base].call(
                lambda: attempts(self._ask, base + path, token)
            )
        except (Failed, Open) as error:
            NEIGHBOURS.labels(base, "open" if isinstance(error, Open) else "failed").inc()
            raise Unavailable(f"The service behind {path} does not answer now; try again.") from error
        NEIGHBOURS.labels(base, "answered").inc()
        document: dict[str, Any] = response.json()
        if response.is_success:
            return document
        raise BY_STATUS.get(response.status_code, Unavailable)(str(document.get("detail", "")))

    def _ask(self, address: str, token: str) -> httpx.Response:
        try:
            response = self._client.get(address, headers={"Authorization": f"Bearer {token}"})
        except httpx.HTTPError as error:
            raise Failed(type(error).__name__) from error
        if response.is_server_error:
            raise Failed(f"status {response.status_code}")
        return response

    def _base(self, path: str) -> str:
        for prefix, base in self._addresses.items():
            if path.startswith(prefix):
                return base
        raise LookupError(f"no service is known to answer GET {path}; set the address of the one that does")
