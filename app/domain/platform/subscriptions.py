"""Who subscribes to what: free at once, the rest once paid."""

from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.models.platform import Payment, Product, Subscription
from app.domain.problem import NotFound
from app.domain.shapes import Body, Created, ObjectId, Reply

subscriptions = Routes("platform", "/api/subscriptions")

# What everybody may have without a subscription.
FREE_EMPLOYEES = 1


class NewSubscription(Body):
    product_id: ObjectId


class SubscriptionReply(Created):
    id: int
    product_id: int
    status: str


class Subscriptions(Reply):
    items: list[SubscriptionReply]
    # How many AI employees these subscriptions allow together.
    employees: int


@subscriptions.add("GET", "", reply=Subscriptions)
def my_subscriptions(call: Call) -> Subscriptions:
    mine = select(Subscription, Product.employees).join(Product, Product.id == Subscription.product_id)
    rows = call.session.execute(
        mine.where(Subscription.user_id == call.me.user_id).order_by(Subscription.id)
    ).all()
    allowed = sum(employees for subscription, employees in rows if subscription.status == "active")
    return Subscriptions(
        items=[SubscriptionReply.model_validate(subscription) for subscription, _ in rows],
        employees=FREE_EMPLOYEES + allowed,
    )


@subscriptions.add("POST", "", status=201, body=NewSubscription, reply=SubscriptionReply)
def subscribe(call: Call, body: NewSubscription) -> SubscriptionReply:
    """Subscribe, or take up again what was cancelled; a price is then due at /api/payment/payments."""
    product = call.session.get(Product, body.product_id)
    if product is None or not product.active:
        raise NotFound(f"There is no product with the id {body.product_id}; /api/products lists them.")
    found = call.session.scalar(
        select(Subscription)
        .where(Subscription.user_id == call.me.user_id, Subscription.product_id == product.id)
        .with_for_update()
    )
    subscription = found or Subscription(user_id=call.me.user_id, product_id=product.id)
    if found is None or found.status == "cancelled":
        subscription.status = "pending" if product.price_cents and not _paid(call, found) else "active"
    call.session.add(subscription)
    call.session.flush()
    return SubscriptionReply.model_validate(subscription)


def _paid(call: Call, subscription: Subscription | None) -> bool:
    """Whether what was cancelled is paid, and the money was not given back."""
    if subscription is None:
        return False
    of_this = (Payment.kind == "subscription", Payment.reference_id == subscription.id)
    paid = select(Payment.id).where(*of_this, Payment.status == "paid")
    return call.session.scalar(paid) is not None


@subscriptions.add("DELETE", "/{subscription_id}", status=204)
def unsubscribe(call: Call, subscription_id: int) -> None:
    call.own(Subscription, subscription_id).status = "cancelled"
