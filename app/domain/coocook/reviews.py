"""What guests say about chefs, and the ratings that follow from it."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.domain.call import Call
from app.domain.coocook.chefs import CHEFS, active_chef
from app.domain.endpoint import Access, Routes
from app.domain.models.coocook import Booking, Rating, Review
from app.domain.problem import Conflict
from app.domain.shapes import Body, Created, Page, PageQuery, Text, page_of

reviews = Routes("coocook", "/api/coocook")

Stars = Annotated[int, Field(ge=1, le=5)]


class ReviewReply(Created):
    id: int
    chef_id: int
    stars: int
    text: str


class NewReview(Body):
    stars: Stars
    text: Text = ""


class ReviewChange(Body):
    stars: Stars | None = None
    text: Text | None = None


def _rate(call: Call, chef_id: int, reviews: int, stars: int) -> None:
    row = insert(Rating).values(chef_id=chef_id, reviews=reviews, stars_total=stars)
    added = {"reviews": Rating.reviews + reviews, "stars_total": Rating.stars_total + stars}
    call.session.execute(row.on_conflict_do_update(index_elements=[Rating.chef_id], set_=added))


@reviews.add(
    "GET", "/chefs/{chef_id}/reviews", access=Access.PUBLIC, query=PageQuery, reply=Page[ReviewReply],
    eventual=True, cached=CHEFS,
)  # fmt: skip
def chef_reviews(call: Call, chef_id: int, query: PageQuery) -> Page[ReviewReply]:
    active_chef(call, chef_id)
    rows = select(Review).where(Review.chef_id == chef_id).order_by(Review.created_at.desc())
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[ReviewReply.model_validate(review) for review in found], **numbers)


@reviews.add(
    "POST", "/bookings/{booking_id}/review", status=201, body=NewReview, reply=ReviewReply, stales=(CHEFS,)
)
def review_booking(call: Call, booking_id: int, body: NewReview) -> ReviewReply:
    """Review one's completed booking, once."""
    booking = call.own(Booking, booking_id)
    if booking.status != "completed":
        raise Conflict(f"The booking {booking_id} is {booking.status}; only a completed one can be reviewed.")
    if call.session.scalar(select(Review.id).where(Review.booking_id == booking_id)):
        raise Conflict(f"The booking {booking_id} has a review already; change that one instead.")
    review = Review(
        user_id=booking.user_id, booking_id=booking.id, chef_id=booking.chef_id, **body.model_dump()
    )
    call.session.add(review)
    call.session.flush()
    _rate(call, booking.chef_id, 1, body.stars)
    return ReviewReply.model_validate(review)


@reviews.add("PATCH", "/reviews/{review_id}", body=ReviewChange, reply=ReviewReply, stales=(CHEFS,))
def change_review(call: Call, review_id: int, body: ReviewChange) -> ReviewReply:
    review = call.own(Review, review_id, lock=True)
    if body.stars is not None:
        _rate(call, review.chef_id, 0, body.stars - review.stars)
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(review, name, value)
    return ReviewReply.model_validate(review)


@reviews.add("DELETE", "/reviews/{review_id}", status=204, stales=(CHEFS,))
def delete_review(call: Call, review_id: int) -> None:
    review = call.own(Review, review_id, lock=True)
    _rate(call, review.chef_id, -1, -review.stars)
    call.session.delete(review)
