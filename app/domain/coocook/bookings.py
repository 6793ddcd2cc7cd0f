"""Bookings: one chef, one day, one guest's party."""

import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from app.domain.call import Call
from app.domain.coocook.chefs import active_chef
from app.domain.endpoint import Access, Routes
from app.domain.models.coocook import Booking, Chef
from app.domain.problem import Conflict, Invalid, Unavailable
from app.domain.shapes import Body, Created, ObjectId, Page, PageQuery, Query, Reply, Text, page_of

bookings = Routes("coocook", "/api/coocook")

# How far ahead a chef can be booked, and how many days an availability answer covers.
HORIZON_DAYS = 366
AVAILABILITY_DAYS = 60

Guests = Annotated[int, Field(ge=1, le=50)]


class BookingReply(Created):
    id: int
    chef_id: int
    date: datetime.date
    guests: int
    total_cents: int
    notes: str
    status: str


class NewBooking(Body):
    chef_id: ObjectId
    date: datetime.date
    guests: Guests
    notes: Text = ""


class BookingChange(Body):
    guests: Guests | None = None
    notes: Text | None = None


class From(Query):
    from_date: datetime.date | None = None


class Availability(Reply):
    chef_id: int
    from_date: datetime.date
    days: int
    booked: list[datetime.date]


def _bookable(date: datetime.date) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    latest = today + datetime.timedelta(days=HORIZON_DAYS)
    if not today < date <= latest:
        message = f"must be after {today} and not after {latest}"
        raise Invalid(f"date is {date}; it {message}.", errors=[{"field": "date", "message": message}])


@bookings.add("GET", "/chefs/{chef_id}/availability", access=Access.PUBLIC, query=From, reply=Availability)
def availability(call: Call, chef_id: int, query: From) -> Availability:
    """The days from `from_date` on that are taken."""
    active_chef(call, chef_id)
    start = query.from_date or datetime.datetime.now(datetime.UTC).date()
    if start > datetime.date.max - datetime.timedelta(days=AVAILABILITY_DAYS):
        message = "must leave room for the days asked about"
        raise Invalid(f"from_date {message}.", errors=[{"field": "from_date", "message": message}])
    end = start + datetime.timedelta(days=AVAILABILITY_DAYS)
    taken = (Booking.chef_id == chef_id, Booking.date >= start, Booking.date < end)
    rows = select(Booking.date).where(*taken, Booking.status != "cancelled").order_by(Booking.date)
    booked = list(call.session.scalars(rows))
    return Availability(chef_id=chef_id, from_date=start, days=AVAILABILITY_DAYS, booked=booked)


@bookings.add("GET", "/bookings", query=PageQuery, reply=Page[BookingReply])
def my_bookings(call: Call, query: PageQuery) -> Page[BookingReply]:
    rows = select(Booking).where(Booking.user_id == call.me.user_id).order_by(Booking.date.desc())
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[BookingReply.model_validate(booking) for booking in found], **numbers)


@bookings.add("POST", "/bookings", status=201, body=NewBooking, reply=BookingReply, idempotent=True)
def book(call: Call, body: NewBooking) -> BookingReply:
    """Book a chef for a day."""
    _bookable(body.date)
    chef = active_chef(call, body.chef_id)
    same_day = (Booking.chef_id == chef.id, Booking.date == body.date, Booking.status != "cancelled")
    if call.session.scalar(select(Booking.id).where(*same_day)):
        raise Conflict(
            f"The chef {chef.id} is booked on {body.date}; "
            f"/api/coocook/chefs/{chef.id}/availability lists the days that are taken."
        )
    total_cents = chef.price_cents * body.guests
    booking = Booking(user_id=call.me.user_id, total_cents=total_cents, status="pending", **body.model_dump())
    call.session.add(booking)
    call.session.flush()
    _confirm_by_email(call, chef, booking)
    call.tell(chef.user_id, "booking.new", booking_id=booking.id, date=str(booking.date))
    return BookingReply.model_validate(booking)


def _confirm_by_email(call: Call, chef: Chef, booking: Booking) -> None:
    try:
        profile = call.neighbours.get(call, "/api/users/me")
    except Unavailable:
        # A booking is worth more than its e-mail; the client has seen the booking's answer.
        return
    call.later(
        "send_email", to=profile["email"], subject=f"Your booking of {chef.name}",
        text=f"{chef.name} is asked for {booking.date}, {booking.guests} guests.",
    )  # fmt: skip


@bookings.add("GET", "/bookings/{booking_id}", reply=BookingReply)
def get_booking(call: Call, booking_id: int) -> BookingReply:
    return BookingReply.model_validate(call.own(Booking, booking_id))


@bookings.add("PATCH", "/bookings/{booking_id}", body=BookingChange, reply=BookingReply)
def change_booking(call: Call, booking_id: int, body: BookingChange) -> BookingReply:
    """Change the party while the chef has not confirmed."""
    booking = call.own(Booking, booking_id, lock=True)
    if booking.status != "pending":
        raise Conflict(f"The booking {booking_id} is {booking.status}; only a pending one can be changed.")
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(booking, name, value)
    booking.total_cents = call.session.get_one(Chef, booking.chef_id).price_cents * booking.guests
    return BookingReply.model_validate(booking)


@bookings.add("GET", "/chefs/{chef_id}/bookings", query=PageQuery, reply=Page[BookingReply])
def chef_bookings(call: Call, chef_id: int, query: PageQuery) -> Page[BookingReply]:
    """What a chef has to cook, for the chef."""
    chef = call.own(Chef, chef_id)
    rows = select(Booking).where(Booking.chef_id == chef.id).order_by(Booking.date.desc())
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[BookingReply.model_validate(booking) for booking in found], **numbers)
