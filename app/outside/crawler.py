"""Polite crawling: robots.txt is followed, and no source is asked too often."""

import threading
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
from pydantic import BaseModel, Field, ValidationError

from app.domain.ports import FoundListing, OutsideError, OutsideRefusal
from app.outside.http import judged
from app.trust import authorities

AGENT = "SoftFactoryBot"
TIMEOUT_SECONDS = 10
# What a source may ask for in Crawl-delay.
LONGEST_DELAY_SECONDS = 30.0
MOST_PAGES = 20
MOST_BYTES = 2_000_000


class Item(BaseModel):
    id: str = Field(max_length=200)
    title: str = Field(max_length=500)
    location: str = Field(max_length=200)
    price_cents: int = Field(ge=0, le=10**12)
    url: str = Field(max_length=1000, pattern=r"^https?://")


class SourcePage(BaseModel):
    items: list[Item]
    next: str | None = None


class PoliteCrawler:
    def __init__(self, sources: Mapping[str, str], delay_seconds: float) -> None:
        self._sources = sources
        self._delay_seconds = delay_seconds
        self._client = httpx.Client(
            timeout=TIMEOUT_SECONDS, headers={"User-Agent": AGENT}, verify=authorities()
        )
        self._turn = threading.Lock()
        self._asked: dict[str, float] = {}

    @property
    def sources(self) -> Sequence[str]:
        return tuple(self._sources)

    def crawl(self, source: str) -> list[FoundListing]:
        first = self._sources[source]
        rules = self._rules(first)
        delay = min(float(rules.crawl_delay(AGENT) or self._delay_seconds), LONGEST_DELAY_SECONDS)
        found: list[FoundListing] = []
        address: str | None = first
        for _ in range(MOST_PAGES):
            if address is None:
                break
            if not rules.can_fetch(AGENT, address):
                raise OutsideRefusal(f"robots.txt of {source} does not allow {urlsplit(address).path}")
            page = self._page(address, delay)
            found += [
                FoundListing(one.id, one.title, one.location, one.price_cents, one.url) for one in page.items
            ]
            address = self._following(first, page.next)
        return found

    @staticmethod
    def _following(first: str, link: str | None) -> str | None:
        """The next page, which must be on the source's own host."""
        if link is None:
            return None
        address = urljoin(first, link)
        if urlsplit(address)[:2] != urlsplit(first)[:2]:
            raise OutsideRefusal(f"the next page is elsewhere: {urlsplit(address).netloc}")
        return address

    def _rules(self, address: str) -> RobotFileParser:
        response = self._get(urljoin(address, "/robots.txt"), 0)
        rules = RobotFileParser()
        # No robots.txt means no rules.
        rules.parse(response.text.splitlines() if response.is_success else [])
        return rules

    def _page(self, address: str, delay: float) -> SourcePage:
        response = self._get(address, delay)
        if len(response.content) > MOST_BYTES:
            raise OutsideRefusal(f"a page has more than {MOST_BYTES} bytes")
        try:
            return SourcePage.model_validate(judged(response, urlsplit(address).path))
        except ValidationError as error:
            raise OutsideRefusal(
                f"a page is not a list of listings ({error.error_count()} errors)"
            ) from error

    def _get(self, address: str, delay: float) -> httpx.Response:
        host = urlsplit(address).netloc
        with self._turn:
            wait = self._asked.get(host, 0) + delay - time.monotonic()
            self._asked[host] = time.monotonic() + max(wait, 0)
        time.sleep(max(wait, 0))
        try:
            return self._client.get(address)
        except httpx.HTTPError as error:
            raise OutsideError(f"{host} does not answer ({type(error).__name__})") from error
