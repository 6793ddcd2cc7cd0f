from collections.abc import Mapping
from decimal import Decimal

import pytest

from policies.cost.price_book import HOUR, PRICES, RESERVED, SOURCES, Price, Unpriced, price


@pytest.mark.parametrize("book", [PRICES, RESERVED], ids=["on demand", "reserved"])
def test_every_price_has_a_source_and_is_one(book: Mapping[str, Price]) -> None:
    for one in book.values():
        assert one.source in SOURCES
        assert Decimal() < one.usd < 10


def test_every_source_prices_something() -> None:
    assert {one.source for one in PRICES.values()} == set(SOURCES)


@pytest.mark.parametrize(
    ("what", "usd"),
    [("db.t3.large", "105.85"), ("cache.t4g.small", "18.69"), ("eks cluster", "73.00"), ("secret", "0.40")],
)
def test_a_month_has_730_hours(what: str, usd: str) -> None:
    assert round(price(what).monthly, 2) == Decimal(usd)


def test_a_reservation_is_cheaper() -> None:
    for what, one in RESERVED.items():
        assert one.unit == HOUR
        assert one.usd < price(what).usd


def test_what_has_no_price_is_named() -> None:
    with pytest.raises(Unpriced, match=r"db\.m8g\.large has no price: add it, with its source, to policies"):
        price("db.m8g.large")
