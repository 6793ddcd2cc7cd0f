"""Webhooks of users: only on hosts that the installation lists, or they could reach what is inside."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.domain.ports import OutsideError, OutsideRefusal
from app.outside.http import judged
from app.trust import authorities

TIMEOUT_SECONDS = 5


class AllowedWebhooks:
    """`verify` may be a CA file for hosts with certificates of the installation's own."""

    def __init__(self, hosts: Sequence[str], ca_file: str | None = None) -> None:
        self._hosts = frozenset(hosts)
        self._client = httpx.Client(
            timeout=TIMEOUT_SECONDS, verify=ca_file or authorities(), follow_redirects=False
        )

    def allows(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme == "https" and parts.netloc in self._hosts

    def notify(self, url: str, event: Mapping[str, Any], key: str) -> None:
        if not self.allows(url):
            raise OutsideRefusal("the host of the webhook is not allowed any more")
        try:
            response = self._client.post(url, json=dict(event), headers={"Idempotency-Key": key})
        except httpx.HTTPError as error:
            raise OutsideError(f"the webhook does not answer ({type(error).__name__})") from error
        judged(response, "the webhook")
