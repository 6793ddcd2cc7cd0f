"""Payments for bookings and subscriptions, each charged once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import func, select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.models.platform import Payment, Product, Subscription
from app.domain.ports import OutsideError, OutsideRefusal
from app.domain.problem import Conflict, PaymentRequired, Unavailable
from app.domain.shapes import Body, Created, ObjectId, Page, PageQuery, page_of

payments = Routes("platform", "/api/payment")


class NewPayment(Body):
    kind: Literal["booking", "subscription"]
    reference_id: ObjectId
    # The payment provider's token for the card; a card number never reaches this app.
    source: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{4,100}$")]


class PaymentReply(Created):
    id: int
    kind: str
    reference_id: int
    amount_cents: int
    status: str


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
    subscription.status = "active"
    return product.price_cents


PRICES: Mapping[str, Callable[[Call, int], int]] = {
    "booking": _price_of_booking,
    "subscription": _price_of_subscription,
}


@payments.add("POST", "/payments", status=201, body=NewPayment, reply=PaymentReply, idempotent=True)
def pay(call: Call, body: NewPayment) -> PaymentReply:
    """Pay for one's booking or subscription."""
    amount_cents = PRICES[body.kind](call, body.reference_id)
    of_this = (Payment.kind == body.kind, Payment.reference_id == body.reference_id)
    if call.session.scalar(select(Payment.id).where(*of_this, Payment.status == "paid")):
        raise Conflict(f"The {body.kind} {body.reference_id} is paid already.")
    refunds = call.session.scalar(select(func.count()).select_from(Payment).where(*of_this)) or 0
    payment = Payment(
        user_id=call.me.user_id, kind=body.kind, reference_id=body.reference_id, amount_cents=amount_cents,
        status="paid", provider_reference="",
    )  # fmt: skip
    call.session.add(payment)
    # The unique index now holds off a second request, before any money moves.
    call.session.flush()
    key = f"{body.kind}-{body.reference_id}-{refunds}"
    try:
        payment.provider_reference = call.outside.payments.charge(amount_cents, body.source, key)
    except OutsideRefusal as refusal:
        raise PaymentRequired(f"The payment was refused: {refusal}. Try another card.") from refusal
    except OutsideError as error:
        raise Unavailable(
            "The payment provider does not answer; nothing was charged twice, try again."
        ) from error
    return PaymentReply.model_validate(payment)


@payments.add("GET", "/payments", query=PageQuery, reply=Page[PaymentReply])
def my_payments(call: Call, query: PageQuery) -> Page[PaymentReply]:
    rows = select(Payment).where(Payment.user_id == call.me.user_id)
    found, numbers = page_of(call.session, rows.order_by(Payment.created_at.desc()), query)
    return Page(items=[PaymentReply.model_validate(payment) for payment in found], **numbers)


@payments.add("GET", "/payments/{payment_id}", reply=PaymentReply)
def get_payment(call: Call, payment_id: int) -> PaymentReply:
    return PaymentReply.model_validate(call.own(Payment, payment_id))


@payments.add("POST", "/payments/{payment_id}/refund", reply=PaymentReply, idempotent=True)
def refund(call: Call, payment_id: int) -> PaymentReply:
    """Get the money back; again and again changes nothing."""
    payment = call.own(Payment, payment_id, lock=True)
    if payment.status == "paid":
        try:
            call.outside.payments.refund(payment.provider_reference, f"refund-{payment.id}")
        except (OutsideError, OutsideRefusal) as error:
            raise Unavailable("The payment provider does not take the refund now; try again.") from error
        payment.status, payment.refunded_at = "refunded", datetime.now(UTC)
    return PaymentReply.model_validate(payment)
