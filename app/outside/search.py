"""The full-text search of campaigns on OpenSearch."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException
from opensearchpy.helpers import bulk
from pydantic import SecretStr

from app.domain.ports import CampaignDocument, OutsideError
from app.domain.problem import Unavailable

log = logging.getLogger(__name__)

INDEX = "campaigns"
TIMEOUT_SECONDS = 2
# After a failure the search is left alone for so long, or every request would wait for its time-out.
PAUSE_SECONDS = 2.0
MAPPING = {
    "mappings": {
        "properties": {
            "title": {"type": "text"}, "brief": {"type": "text"}, "niche": {"type": "keyword"}
        }
    }
}  # fmt: skip


class OpenSearchCampaigns:
    def __init__(self, url: SecretStr, ca_file: Path | None) -> None:
        options: dict[str, Any] = {"timeout": TIMEOUT_SECONDS, "max_retries": 1}
        options |= {"ca_certs": str(ca_file)} if ca_file else {}
        self._client = OpenSearch(url.get_secret_value(), **options)
        self._paused_until = 0.0

    def find(self, words: str, limit: int) -> list[int]:
        query = {"multi_match": {"query": words, "fields": ["title^2", "brief"], "fuzziness": "AUTO"}}
        body = {"query": query, "_source": False, "size": limit}
        try:
            if time.monotonic() < self._paused_until:
                raise OpenSearchException("the search is left alone after a failure")
            found = self._client.search(body=body, index=INDEX, params={"ignore_unavailable": "true"})
        except OpenSearchException as error:
            if time.monotonic() >= self._paused_until:
                log.warning("the search does not answer: %s", type(error).__name__)
                self._paused_until = time.monotonic() + PAUSE_SECONDS
            raise Unavailable("The search does not answer now; list without `q`, or try again.") from error
        return [int(hit["_id"]) for hit in found["hits"]["hits"]]

    def put(self, campaigns: Sequence[CampaignDocument]) -> None:
        actions = [
            {"_id": str(one.id), "title": one.title, "brief": one.brief, "niche": one.niche}
            for one in campaigns
        ]
        try:
            if not self._client.indices.exists(index=INDEX):
                self._client.indices.create(index=INDEX, body=MAPPING, params={"ignore": "400"})
            bulk(self._client, actions, index=INDEX, refresh="wait_for")
        except OpenSearchException as error:
            raise OutsideError(f"the search does not take campaigns ({type(error).__name__})") from error
