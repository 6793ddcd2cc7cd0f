"""The steps of a booking: who may take which, from which status to which."""

from dataclasses import dataclass

from app.domain.call import Call
from app.domain.coocook.bookings import BookingReply
from app.domain.endpoint import Routes
from app.domain.models.coocook import Booking, Chef
from app.domain.problem import Conflict, NotFound

steps = Routes("coocook", "/api/coocook")


@dataclass(frozen=True)
class Step:
    to: str
    allowed_from: frozenset[str]
    by_chef: bool


CANCEL = Step("cancelled", frozenset({"pending", "confirmed"}), by_chef=False)
CONFIRM = Step("confirmed", frozenset({"pending"}), by_chef=True)
COMPLETE = Step("completed", frozenset({"confirmed"}), by_chef=True)


def _take(call: Call, booking_id: int, step: Step) -> BookingReply:
    booking = call.session.get(Booking, booking_id, with_for_update=True)
    if booking is None:
        raise NotFound(f"You have no Booking with the id {booking_id}.")
    chef = call.session.get_one(Chef, booking.chef_id)
    call.mine(chef if step.by_chef else booking, "Booking", booking_id)
    if booking.status != step.to:
        if booking.status not in step.allowed_from:
            allowed = " or ".join(sorted(step.allowed_from))
            raise Conflict(
                f"The booking {booking_id} is {booking.status}; to be {step.to} it must be {allowed}."
            )
        booking.status = step.to
        for_whom = booking.user_id if step.by_chef else chef.user_id
        call.tell(for_whom, f"booking.{step.to}", booking_id=booking.id)
    return BookingReply.model_validate(booking)


@steps.add("POST", "/bookings/{booking_id}/cancel", reply=BookingReply)
def cancel_booking(call: Call, booking_id: int) -> BookingReply:
    return _take(call, booking_id, CANCEL)


@steps.add("POST", "/bookings/{booking_id}/confirm", reply=BookingReply)
def confirm_booking(call: Call, booking_id: int) -> BookingReply:
    return _take(call, booking_id, CONFIRM)


@steps.add("POST", "/bookings/{booking_id}/complete", reply=BookingReply)
def complete_booking(call: Call, booking_id: int) -> BookingReply:
    return _take(call, booking_id, COMPLETE)
