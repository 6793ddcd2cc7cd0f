"""Listings gathered from other platforms."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Access, Cached, Routes
from app.domain.models.experience import Listing
from app.domain.problem import NotFound
from app.domain.shapes import Page, PageQuery, PositiveCents, Reply, page_of

listings = Routes("experience", "/api/experience")

LISTINGS = Cached("responses")


class ListingReply(Reply):
    id: int
    source: str
    title: str
    location: str
    price_cents: int
    url: str


class ListingSearch(PageQuery):
    location: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")] | None = None
    max_price_cents: PositiveCents | None = None


@listings.add(
    "GET", "/listings", access=Access.PUBLIC, query=ListingSearch, reply=Page[ListingReply], eventual=True,
    cached=LISTINGS,
)  # fmt: skip
def list_listings(call: Call, query: ListingSearch) -> Page[ListingReply]:
    """Listings by place and price, cheapest first."""
    rows = select(Listing).order_by(Listing.price_cents, Listing.id)
    if query.location:
        rows = rows.where(Listing.location == query.location)
    if query.max_price_cents:
        rows = rows.where(Listing.price_cents <= query.max_price_cents)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[ListingReply.model_validate(listing) for listing in found], **numbers)


@listings.add(
    "GET", "/listings/{listing_id}", access=Access.PUBLIC, reply=ListingReply, eventual=True, cached=LISTINGS
)
def get_listing(call: Call, listing_id: int) -> ListingReply:
    listing = call.session.get(Listing, listing_id)
    if listing is None:
        raise NotFound(f"There is no listing with the id {listing_id}; /api/experience/listings lists them.")
    return ListingReply.model_validate(listing)
