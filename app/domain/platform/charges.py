"""What the payment provider is asked for: between two transactions, and again where its answer was lost."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.domain.call import Call
from app.domain.errand import Errand
from app.domain.models.platform import Payment, Subscription
from app.domain.models.service import Job
from app.domain.ports import OutsideRefusal
from app.domain.problem import Conflict, PaymentRequired
from app.domain.shapes import Created

# Who asked the provider and has not said what it answered is gone: no request takes so long.
LOST = timedelta(minutes=2)
# By then the job that looks after it has succeeded, or used its retries up.
SETTLED = timedelta(minutes=15)
SETTLED_AT_ONCE = 200


class PaymentReply(Created):
    id: int
    kind: str
    reference_id: int
    amount_cents: int
    status: str


def charge(call: Call, payment: Payment) -> Errand[str]:
    """Begin, or go on with, a payment that is `charging`: under its key, the provider charges once."""
    payment.due_at = datetime.now(UTC) + LOST
    # The unique index now holds off a second payment, before any money moves.
    call.session.flush()
    provider, key = call.outside.payments, str(payment.charge_key)
    ask = partial(provider.charge, payment.amount_cents, str(payment.source), key)
    return Errand(ask, partial(_charged, payment.id), partial(_refused, payment.id))


def give_back(call: Call, payment: Payment) -> Errand[None]:
    """Give the money back; under its key, the provider does so once."""
    payment.status, payment.due_at = "refunding", datetime.now(UTC) + LOST
    provider, key = call.outside.payments, f"refund-{payment.charge_key}"
    ask = partial(provider.refund, str(payment.provider_reference), key)
    return Errand(ask, partial(_given_back, payment.id), partial(_kept, payment.id))


def settle_lost_payments(call: Call) -> None:
    """Have looked after what a process that has ended was outside for."""
    now = datetime.now(UTC)
    lost = (Payment.status.in_(("charging", "refunding")), Payment.due_at < now)
    rows = select(Payment).where(*lost).order_by(Payment.due_at).limit(SETTLED_AT_ONCE)
    for payment in call.session.scalars(rows.with_for_update(skip_locked=True)):
        payment.due_at = now + SETTLED
        call.later("settle_payment", payment_id=payment.id)


def settle_payment(call: Call, job: Job, *, payment_id: int) -> Errand[str | None] | Errand[None] | None:
    """Keep what was charged, or see to it that it never is: nobody waits for the charge any more."""
    payment = call.session.get(Payment, payment_id, with_for_update=True)
    if payment is None or payment.status not in ("charging", "refunding"):
        return None
    if payment.status == "refunding":
        return give_back(call, payment)
    return Errand(partial(call.outside.payments.void, str(payment.charge_key)), partial(_settled, payment_id))


def _charged(payment_id: int, call: Call, reference: str) -> PaymentReply:
    payment = _locked(call, payment_id)
    if payment.status == "charging":
        payment.status, payment.provider_reference, payment.source = "paid", reference, None
        _take_effect(call, payment)
    return PaymentReply.model_validate(payment)


def _refused(payment_id: int, call: Call, refusal: OutsideRefusal) -> PaymentRequired:
    payment = _locked(call, payment_id)
    if payment.status == "charging":
        payment.status, payment.source = "failed", None
    return PaymentRequired(f"The payment was refused: {refusal}. Try another card.")


def _settled(payment_id: int, call: Call, reference: str | None) -> None:
    payment = _locked(call, payment_id)
    if reference is not None:
        _charged(payment_id, call, reference)
    elif payment.status == "charging":
        payment.status, payment.source = "failed", None


def _given_back(payment_id: int, call: Call, _: None) -> PaymentReply:
    payment = _locked(call, payment_id)
    if payment.status == "refunding":
        payment.status, payment.refunded_at = "refunded", datetime.now(UTC)
        if payment.kind == "subscription":
            _subscription(call, payment).status = "cancelled"
    return PaymentReply.model_validate(payment)


def _kept(payment_id: int, call: Call, refusal: OutsideRefusal) -> Conflict:
    payment = _locked(call, payment_id)
    if payment.status == "refunding":
        payment.status = "paid"
    return Conflict(f"The payment provider does not give the money back: {refusal}.")


def _take_effect(call: Call, payment: Payment) -> None:
    if payment.kind == "subscription" and _subscription(call, payment).status == "pending":
        _subscription(call, payment).status = "active"


def _subscription(call: Call, payment: Payment) -> Subscription:
    return call.session.get_one(Subscription, payment.reference_id, with_for_update=True)


def _locked(call: Call, payment_id: int) -> Payment:
    return call.session.get_one(Payment, payment_id, with_for_update=True)
