"""What the domain needs of the outside world, as it needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class OutsideError(Exception):
    """An outside system did not do what was asked; trying again later may help."""


class OutsideRefusal(Exception):
    """An outside system said no; trying again will not help."""


class SnsPlatforms(Protocol):
    def publish(self, platform: str, handle: str, content: str, key: str) -> str:
        """The platform's id of the new post. The same `key` never makes a second post."""


class Mailer(Protocol):
    def send(self, to: str, subject: str, text: str, key: str) -> None:
        """`key` becomes the Message-ID, by which a second copy is recognised."""


class PaymentProvider(Protocol):
    def charge(self, amount_cents: int, source: str, key: str) -> str:
        """The provider's reference. The same `key` never charges twice."""

    def void(self, key: str) -> str | None:
        """The reference of what was charged under `key`; None if nothing was, and nothing ever will be."""

    def refund(self, reference: str, key: str) -> None: ...


@dataclass(frozen=True)
class FoundListing:
    external_id: str
    title: str
    location: str
    price_cents: int
    url: str


class Crawler(Protocol):
    @property
    def sources(self) -> Sequence[str]: ...

    def crawl(self, source: str) -> list[FoundListing]: ...


class Webhooks(Protocol):
    def allows(self, url: str) -> bool:
        """Whether the installation lets the app call this address at all."""

    def notify(self, url: str, event: Mapping[str, Any], key: str) -> None: ...


class Assistant(Protocol):
    def answer(self, prompt: str, question: str, key: str) -> tuple[str, int]:
        """The answer and the number of tokens it took. The same `key` is counted once."""


class Messenger(Protocol):
    def send(self, chat_id: int, text: str) -> None: ...


class WebHosting(Protocol):
    def deploy(self, slug: str, key: str) -> str:
        """The address of the web app."""


@dataclass(frozen=True)
class CampaignDocument:
    id: int
    title: str
    brief: str
    niche: str


class CampaignSearch(Protocol):
    def find(self, words: str, limit: int) -> list[int]:
        """Ids of campaigns, best first."""

    def put(self, campaigns: Sequence[CampaignDocument]) -> None: ...


@dataclass(frozen=True)
class Outside:
    """Every outside system that jobs and requests call."""

    sns: SnsPlatforms
    mail: Mailer
    payments: PaymentProvider
    crawler: Crawler
    webhooks: Webhooks
    assistant: Assistant
    hosting: WebHosting
    # None: the database searches.
    search: CampaignSearch | None
    # None: there is no bot.
    messenger: Messenger | None


class Clock(Protocol):
    def __call__(self) -> datetime: ...
