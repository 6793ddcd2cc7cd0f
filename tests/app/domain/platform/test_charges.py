"""A payment is charged once and never lost, whatever ends while the provider is asked."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.backing.outside import CHARGES, FakeOutside
from app.backing.postgres import Postgres
from app.domain.ports import PaymentProvider
from app.jobs.runner import JobRunner
from app.runtime import Runtime
from tests.app.api import Person, through_flask
from tests.app.contract.world import booking, new_chef

pytestmark = pytest.mark.services


class Killed(BaseException):
    """The end of a process: nothing after it is done."""


class Provider:
    """Notes what is held in the database while the real one is asked, and what is to happen around that."""

    def __init__(self, real: PaymentProvider, runtime: Runtime, postgres: Postgres, database: str) -> None:
        self.seen: list[tuple[str, int, int]] = []
        self.before: Callable[[], object] | None = None
        self.after: Callable[[], object] | None = None
        self._real, self._postgres = real, postgres
        self._pool: Any = runtime.pools.writer.pool
        self._open = (
            f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND xact_start IS NOT NULL"
        )

    def __getattr__(self, name: str) -> Any:
        def ask(*arguments: Any) -> Any:
            [(transactions,)] = self._postgres.execute(self._open)
            self.seen.append((name, self._pool.checkedout(), int(str(transactions))))
            before, self.before = self.before, None
            if before is not None:
                before()
            said = getattr(self._real, name)(*arguments)
            after, self.after = self.after, None
            if after is not None:
                after()
            return said

        return ask


def killed() -> None:
    raise Killed


@pytest.fixture
def provider(
    runtime: Runtime, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> Provider:
    made = Provider(runtime.dispatcher.outside.payments, runtime, postgres, database)
    outside = dataclasses.replace(runtime.dispatcher.outside, payments=made)
    dispatcher = dataclasses.replace(runtime.dispatcher, outside=outside)
    monkeypatch.setitem(vars(runtime), "dispatcher", dispatcher)
    monkeypatch.setitem(vars(runtime), "runner", JobRunner(dispatcher))
    return made


@pytest.fixture
def charged(outside: FakeOutside) -> Callable[[], int]:
    """How often the provider has charged anything in this test."""

    def count() -> int:
        return sum(path == CHARGES for path, _ in outside.ledger.effects)

    before = count()
    return lambda: count() - before


@pytest.fixture
def order(me: Person) -> dict[str, Any]:
    chef = me("POST", "/api/coocook/chefs", new_chef(), status=201)
    return {"kind": "booking", "reference_id": booking(me, chef["id"], 1), "source": "card_1"}


@pytest.fixture
def look_after(runtime: Runtime, postgres: Postgres, database: str) -> Callable[[], None]:
    """What the clock does once a payment is due."""

    def look() -> None:
        postgres.execute("UPDATE platform.payments SET due_at = now() - interval '1 s'", database)
        runtime.runner.run_chore("platform", "settle_lost_payments")

    return look


def statuses(me: Person) -> list[str]:
    return [payment["status"] for payment in me("GET", "/api/payment/payments")["items"]]


def test_nothing_is_held_while_the_provider_is_asked(
    me: Person, order: dict[str, Any], provider: Provider, look_after: Callable[[], None]
) -> None:
    paid = me("POST", "/api/payment/payments", order, status=201, key="k")
    me("POST", f"/api/payment/payments/{paid['id']}/refund")
    provider.before = killed
    with pytest.raises(Killed):
        me("POST", "/api/payment/payments", order)
    look_after()
    assert [name for name, _, _ in provider.seen] == ["charge", "refund", "charge", "void"]
    assert {(connections, transactions) for _, connections, transactions in provider.seen} == {(0, 0)}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_around_the_charge_is_made_good_by_the_same_request(
    me: Person, order: dict[str, Any], provider: Provider, charged: Callable[[], int], moment: str
) -> None:
    setattr(provider, moment, killed)
    with pytest.raises(Killed):
        me("POST", "/api/payment/payments", order, key="k")
    assert statuses(me) == ["charging"]
    paid = me("POST", "/api/payment/payments", order, status=201, key="k")
    assert me("POST", "/api/payment/payments", order, status=201, key="k") == paid
    me("POST", "/api/payment/payments", order, status=409)
    assert (statuses(me), charged()) == (["paid"], 1)


@pytest.mark.parametrize(("moment", "status", "charges"), [("before", "failed", 0), ("after", "paid", 1)])
def test_a_kill_around_the_charge_is_found_again_by_its_key(
    me: Person, order: dict[str, Any], provider: Provider, charged: Callable[[], int],
    look_after: Callable[[], None], moment: str, status: str, charges: int,
) -> None:  # fmt: skip
    setattr(provider, moment, killed)
    with pytest.raises(Killed):
        me("POST", "/api/payment/payments", order)
    look_after()
    look_after()
    assert (statuses(me), charged()) == ([status], charges)
    me("POST", "/api/payment/payments", order, status=409 if charges else 201)
    assert charged() == 1


def test_who_comes_back_after_all_charges_nothing(
    me: Person, order: dict[str, Any], provider: Provider, charged: Callable[[], int],
    look_after: Callable[[], None],
) -> None:  # fmt: skip
    provider.before = look_after
    assert "refused" in me("POST", "/api/payment/payments", order, status=402)["detail"]
    assert (statuses(me), charged()) == (["failed"], 0)
    me("POST", "/api/payment/payments", order, status=201)
    assert charged() == 1


@pytest.mark.parametrize("key", ["same", ""])
def test_two_at_once_charge_once(
    me: Person, order: dict[str, Any], provider: Provider, charged: Callable[[], int], key: str
) -> None:
    others: list[Any] = []
    provider.before = lambda: others.append(me("POST", "/api/payment/payments", order, status=201, key=key))
    assert me("POST", "/api/payment/payments", order, status=201, key=key) == others[0]
    assert (statuses(me), charged()) == (["paid"], 1)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_money_that_was_to_be_given_back_is(
    me: Person, order: dict[str, Any], provider: Provider, outside: FakeOutside,
    look_after: Callable[[], None], moment: str,
) -> None:  # fmt: skip
    paid = me("POST", "/api/payment/payments", order, status=201)
    setattr(provider, moment, killed)
    with pytest.raises(Killed):
        me("POST", f"/api/payment/payments/{paid['id']}/refund")
    me("POST", "/api/payment/payments", order, status=409)
    look_after()
    assert statuses(me) == ["refunded"]
    refunds = [key for path, key in outside.ledger.effects if path == "/payment/refunds"]
    assert len(refunds) == len(set(refunds))


def test_a_refund_that_is_refused_leaves_it_paid(
    me: Person, order: dict[str, Any], outside: FakeOutside
) -> None:
    path = f"/api/payment/payments/{me('POST', '/api/payment/payments', order, status=201)['id']}/refund"
    for failing, status, left in ((422, 409, "paid"), (503, 503, "refunding")):
        outside.ledger.failing["/payment/refunds"] = failing
        me("POST", path, status=status)
        assert statuses(me) == [left]
    outside.ledger.failing.clear()
    assert me("POST", path)["status"] == "refunded"


def test_a_subscription_is_what_was_paid_for(app: Flask, runtime: Runtime, me: Person) -> None:
    admin = Person(through_flask(app), runtime.credentials.access(1, "admin", "Root"))
    product = {"slug": f"s{uuid.uuid4().hex[:12]}", "name": "Pro", "price_cents": 500, "employees": 1}
    wanted = {"product_id": admin("POST", "/api/products", product, status=201)["id"]}
    subscription = me("POST", "/api/subscriptions", wanted, status=201)
    order = {"kind": "subscription", "reference_id": subscription["id"], "source": "card_1"}
    paid = me("POST", "/api/payment/payments", order, status=201)
    assert me("GET", "/api/subscriptions")["items"][0]["status"] == "active"
    # What was cancelled is paid all the same.
    me("DELETE", f"/api/subscriptions/{subscription['id']}", status=204)
    assert me("POST", "/api/subscriptions", wanted, status=201)["status"] == "active"
    me("POST", f"/api/payment/payments/{paid['id']}/refund")
    assert me("GET", "/api/subscriptions")["items"][0]["status"] == "cancelled"
    assert me("POST", "/api/subscriptions", wanted, status=201)["status"] == "pending"
    me("POST", "/api/payment/payments", order, status=201)
