"""Chef listings."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import func, select

from app.domain.call import Call
from app.domain.endpoint import Access, Cached, Routes
from app.domain.models.coocook import Chef, Rating
from app.domain.problem import Conflict, NotFound
from app.domain.shapes import Body, Line, Page, PageQuery, PositiveCents, Reply, Text, Word, page_of

chefs = Routes("coocook", "/api/coocook")

CHEFS = Cached("chefs")


class ChefReply(Reply):
    id: int
    name: str
    cuisine: str
    location: str
    bio: str
    price_cents: int


class RatingReply(Reply):
    chef_id: int
    reviews: int
    average_stars: float | None


class Cuisine(Reply):
    cuisine: str
    chefs: int


class Cuisines(Reply):
    items: list[Cuisine]


class ChefSearch(PageQuery):
    cuisine: Word | None = None
    location: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None = None
    max_price_cents: PositiveCents | None = None


class NewChef(Body):
    name: Line
    cuisine: Word
    location: Line
    bio: Text = ""
    price_cents: PositiveCents


class ChefChange(Body):
    name: Line | None = None
    cuisine: Word | None = None
    location: Line | None = None
    bio: Text | None = None
    price_cents: PositiveCents | None = None


def active_chef(call: Call, chef_id: int) -> Chef:
    chef = call.session.get(Chef, chef_id)
    if chef is None or not chef.active:
        raise NotFound(f"There is no chef with the id {chef_id}; /api/coocook/chefs lists them.")
    return chef


@chefs.add(
    "GET",
    "/chefs",
    access=Access.PUBLIC,
    query=ChefSearch,
    reply=Page[ChefReply],
    eventual=True,
    cached=CHEFS,
)
def list_chefs(call: Call, query: ChefSearch) -> Page[ChefReply]:
    """The chefs that can be booked, by cuisine, place and price."""
    rows = select(Chef).where(Chef.active).order_by(Chef.id)
    if query.cuisine:
        rows = rows.where(Chef.cuisine == query.cuisine)
    if query.location:
        rows = rows.where(Chef.location == query.location)
    if query.max_price_cents:
        rows = rows.where(Chef.price_cents <= query.max_price_cents)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[ChefReply.model_validate(chef) for chef in found], **numbers)


@chefs.add("POST", "/chefs", status=201, body=NewChef, reply=ChefReply, stales=(CHEFS,))
def become_chef(call: Call, body: NewChef) -> ChefReply:
    """Offer oneself as a chef; once per user."""
    chef = call.session.scalar(select(Chef).where(Chef.user_id == call.me.user_id))
    if chef is not None and chef.active:
        raise Conflict(f"You are the chef with the id {chef.id} already; change that one instead.")
    chef = chef or Chef(user_id=call.me.user_id)
    for name, value in body.model_dump().items():
        setattr(chef, name, value)
    chef.active = True
    call.session.add(chef)
    call.session.flush()
    return ChefReply.model_validate(chef)


@chefs.add("GET", "/chefs/{chef_id}", access=Access.PUBLIC, reply=ChefReply, eventual=True, cached=CHEFS)
def get_chef(call: Call, chef_id: int) -> ChefReply:
    return ChefReply.model_validate(active_chef(call, chef_id))


@chefs.add("PATCH", "/chefs/{chef_id}", body=ChefChange, reply=ChefReply, stales=(CHEFS,))
def change_chef(call: Call, chef_id: int, body: ChefChange) -> ChefReply:
    chef = call.own(Chef, chef_id)
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(chef, name, value)
    return ChefReply.model_validate(chef)


@chefs.add("DELETE", "/chefs/{chef_id}", status=204, stales=(CHEFS,))
def retire_chef(call: Call, chef_id: int) -> None:
    """Take no more bookings; those made stay."""
    call.own(Chef, chef_id).active = False


@chefs.add("GET", "/cuisines", access=Access.PUBLIC, reply=Cuisines, eventual=True, cached=CHEFS)
def list_cuisines(call: Call) -> Cuisines:
    rows = select(Chef.cuisine, func.count()).where(Chef.active).group_by(Chef.cuisine).order_by(Chef.cuisine)
    found = call.session.execute(rows)
    return Cuisines(items=[Cuisine(cuisine=cuisine, chefs=number) for cuisine, number in found])


@chefs.add(
    "GET", "/chefs/{chef_id}/rating", access=Access.PUBLIC, reply=RatingReply, eventual=True, cached=CHEFS
)
def chef_rating(call: Call, chef_id: int) -> RatingReply:
    active_chef(call, chef_id)
    rating = call.session.get(Rating, chef_id)
    if rating is None or not rating.reviews:
        return RatingReply(chef_id=chef_id, reviews=0, average_stars=None)
    average = round(rating.stars_total / rating.reviews, 2)
    return RatingReply(chef_id=chef_id, reviews=rating.reviews, average_stars=average)
