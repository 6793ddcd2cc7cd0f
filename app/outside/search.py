"""The full-text search of campaigns on OpenSearch."""

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from app.domain.ports import CampaignDocument, OutsideError
from app.domain.problem import Unavailable

INDEX = "campaigns"
TIMEOUT_SECONDS = 2
MAPPING = {
    "mappings": {
        "properties": {
            "title": {"type": "text"}, "brief": {"type": "text"}, "niche": {"type": "keyword"}
        }
    }
}  # fmt: skip


class OpenSearchCampaigns:
    def __init__(self, url: str) -> None:
        self._client = OpenSearch(url, timeout=TIMEOUT_SECONDS, max_retries=1)

    def find(self, words: str, limit: int) -> list[int]:
        query = {"multi_match": {"query": words, "fields": ["title^2", "brief"], "fuzziness": "AUTO"}}
        body = {"query": query, "_source": False, "size": limit}
        try:
            found = self._client.search(body=body, index=INDEX, params={"ignore_unavailable": "true"})
        except OpenSearchException as error:
            raise Unavailable("The search does not answer now; list without `q`, or try again.") from error
        return [int(hit["_id"]) for hit in found["hits"]["hits"]]

    def put(self, campaign: CampaignDocument) -> None:
        document = {"title": campaign.title, "brief": campaign.brief, "niche": campaign.niche}
        try:
            if not self._client.indices.exists(index=INDEX):
                self._client.indices.create(index=INDEX, body=MAPPING, params={"ignore": "400"})
            self._client.index(
                index=INDEX, body=document, id=str(campaign.id), params={"refresh": "wait_for"}
            )
        except OpenSearchException as error:
            raise OutsideError(f"the search does not take the campaign ({type(error).__name__})") from error
