"""Payments for bookings and subscriptions, each charged once."""

import uuid
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.errand import Errand
from app.domain.models.platform import Payment, Product, Subscription
from app.domain.platform.charges import PaymentReply, charge, give_back
from app.domain.problem import Conflict
from app.domain.shapes import Body, ObjectId, Page, PageQuery, page_of

payments = Routes("platform", "/api/payment")


class NewPayment(Body):
    kind: Literal["booking", "subscription"]
    reference_id: ObjectId
    # The payment provider's token for the card; a card number never reaches this app.
    source: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{4,100}$")]


def _price_of_booking(call: Call, booking_id: int) -> int:
    booking = call.neighbours.get(call, f"/api/coocook/bookings/{booking_id}")
    if booking["status"] == "cancelled":
        raise Conflict(f"The booking {booking_id} is cancelled; there is nothing to pay.")
    return int(booking["total_cents"])


def _price_of_subscription(call: Call, subscription_id: int) -> int:
    subscription = call.own(Subscription, subscription_id, lock=True)
    product = call.session.get_one(Product, subscription.product_id)
    if subscription.status != "pending":
        raise Conflict(
            f"The subscription {subscription_id} is {subscription.status}; there is nothing to pay."
        )
    return product.price_cents


PRICES: Mapping[str, Callable[[Call, int], int]] = {
    "booking": _price_of_booking,
    "subscription": _price_of_subscription,
}


@payments.add("POST", "/payments", status=201, body=NewPayment, reply=PaymentReply, idempotent=True)
def pay(call: Call, body: NewPayment) -> Errand[str]:
    """Pay for one's booking or subscription."""
    amount_cents = PRICES[body.kind](call, body.reference_id)
    of_this = (Payment.kind == body.kind, Payment.reference_id == body.reference_id)
    held = select(Payment).where(*of_this, Payment.status.in_(("charging", "paid", "refunding")))
    payment = call.session.scalar(held.with_for_update())
    if payment is None:
        payment = Payment(
            user_id=call.me.user_id, kind=body.kind, reference_id=body.reference_id,
            amount_cents=amount_cents, status="charging", charge_key=uuid.uuid4(), source=body.source,
        )  # fmt: skip
        call.session.add(payment)
    elif payment.status != "charging":
        raise Conflict(f"The {body.kind} {body.reference_id} is {payment.status} already.")
    # If it is charging, how that ended nobody knows: the same is asked again, of the same card.
    return charge(call, payment)


@payments.add("GET", "/payments", query=PageQuery, reply=Page[PaymentReply])
def my_payments(call: Call, query: PageQuery) -> Page[PaymentReply]:
    rows = select(Payment).where(Payment.user_id == call.me.user_id)
    found, numbers = page_of(call.session, rows.order_by(Payment.created_at.desc()), query)
    return Page(items=[PaymentReply.model_validate(payment) for payment in found], **numbers)


@payments.add("GET", "/payments/{payment_id}", reply=PaymentReply)
def get_payment(call: Call, payment_id: int) -> PaymentReply:
    return PaymentReply.model_validate(call.own(Payment, payment_id))


@payments.add("POST", "/payments/{payment_id}/refund", reply=PaymentReply, idempotent=True)
def refund(call: Call, payment_id: int) -> Errand[None] | PaymentReply:
    """Get the money back; again and again changes nothing."""
    payment = call.own(Payment, payment_id, lock=True)
    if payment.status == "refunded":
        return PaymentReply.model_validate(payment)
    if payment.status not in ("paid", "refunding"):
        raise Conflict(f"The payment {payment_id} is {payment.status}; only what is paid is given back.")
    return give_back(call, payment)
