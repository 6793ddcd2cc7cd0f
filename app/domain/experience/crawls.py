"""Crawls of other platforms: asked for, or by the schedule."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.call import Call
from app.domain.endpoint import Access, Routes
from app.domain.errand import Errand
from app.domain.experience.listings import LISTINGS
from app.domain.models.experience import CrawlerLog, Listing
from app.domain.models.service import Job
from app.domain.ports import FoundListing, OutsideRefusal
from app.domain.problem import Invalid
from app.domain.shapes import Body, Created, Page, PageQuery, Reply, Word, page_of

crawls = Routes("experience", "/api/experience")


class Sources(Reply):
    items: list[str]


class NewCrawl(Body):
    source: Word


class CrawlReply(Created):
    id: int
    source: str
    status: str
    found: int
    error: str | None


@crawls.add("GET", "/sources", access=Access.PUBLIC, reply=Sources)
def list_sources(call: Call) -> Sources:
    """The platforms that are crawled."""
    return Sources(items=sorted(call.outside.crawler.sources))


@crawls.add("POST", "/crawls", status=202, body=NewCrawl, reply=CrawlReply)
def start_crawl(call: Call, body: NewCrawl) -> CrawlReply:
    """Crawl a platform now; the crawl's own address tells what it found."""
    if body.source not in call.outside.crawler.sources:
        message = (
            f"must be one of {', '.join(sorted(call.outside.crawler.sources)) or 'none: no source is set up'}"
        )
        raise Invalid(
            f"source is {body.source}; it {message}.", errors=[{"field": "source", "message": message}]
        )
    crawl = _queue(call, body.source, call.me.user_id)
    call.location = f"/api/experience/crawls/{crawl.id}"
    return CrawlReply.model_validate(crawl)


@crawls.add("GET", "/crawls", query=PageQuery, reply=Page[CrawlReply])
def my_crawls(call: Call, query: PageQuery) -> Page[CrawlReply]:
    rows = select(CrawlerLog).where(CrawlerLog.user_id == call.me.user_id).order_by(CrawlerLog.id.desc())
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[CrawlReply.model_validate(crawl) for crawl in found], **numbers)


@crawls.add("GET", "/crawls/{crawl_id}", reply=CrawlReply)
def get_crawl(call: Call, crawl_id: int) -> CrawlReply:
    return CrawlReply.model_validate(call.own(CrawlerLog, crawl_id))


def _queue(call: Call, source: str, user_id: int | None) -> CrawlerLog:
    crawl = CrawlerLog(user_id=user_id, source=source, status="queued", found=0)
    call.session.add(crawl)
    call.session.flush()
    call.later("crawl_experience", crawl_id=crawl.id)
    return crawl


def crawl_experience(call: Call, job: Job, *, crawl_id: int) -> Errand[list[FoundListing]] | None:
    crawl = call.session.get(CrawlerLog, crawl_id)
    if crawl is None or crawl.status != "queued":
        return None
    ask = partial(call.outside.crawler.crawl, crawl.source)
    return Errand(ask, partial(_crawled, crawl_id), partial(_refused, crawl_id))


def _crawled(crawl_id: int, call: Call, found: list[FoundListing]) -> None:
    crawl = call.session.get_one(CrawlerLog, crawl_id)
    _keep(call, crawl.source, found)
    crawl.status, crawl.found, crawl.finished_at = "done", len(found), datetime.now(UTC)
    call.make_stale(LISTINGS)
    if crawl.user_id is not None:
        call.tell(crawl.user_id, "crawl.done", crawl_id=crawl.id, found=crawl.found)


def _refused(crawl_id: int, call: Call, refusal: OutsideRefusal) -> None:
    crawl = call.session.get_one(CrawlerLog, crawl_id)
    crawl.status, crawl.error, crawl.finished_at = "failed", str(refusal)[:500], datetime.now(UTC)


def _keep(call: Call, source: str, found: Sequence[FoundListing]) -> None:
    for one in found:
        seen = {
            "title": one.title, "location": one.location, "price_cents": one.price_cents, "url": one.url,
            "crawled_at": func.now(),
        }  # fmt: skip
        row = insert(Listing).values(source=source, external_id=one.external_id, **seen)
        same = [Listing.source, Listing.external_id]
        call.session.execute(row.on_conflict_do_update(index_elements=same, set_=seen))


def give_up_crawl(call: Call, job: Job, *, crawl_id: int) -> None:
    crawl = call.session.get(CrawlerLog, crawl_id)
    if crawl is not None and crawl.status == "queued":
        crawl.status, crawl.error, crawl.finished_at = "failed", job.error, datetime.now(UTC)


def crawl_every_source(call: Call) -> None:
    """The scheduled scraping: one crawl per source."""
    for source in call.outside.crawler.sources:
        _queue(call, source, None)
