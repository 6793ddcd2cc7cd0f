"""EdgeSize: what a phase chooses of the edge."""

from typing import Annotated

from pydantic import Field

from components.edge.content_delivery import PriceClass
from components.edge.delivery_policies import CacheSize
from components.size import PositiveCount, Size

# https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
RateLimit = Annotated[
    int, Field(ge=10, le=2_000_000_000, description="a whole number of requests from 10 to 2000000000")
]


class CdnSize(Size):
    """The CDN and its firewall; an address that sends more requests within five minutes is shut out."""

    price_class: PriceClass
    cache: CacheSize
    requests_per_ip_in_5_minutes: RateLimit


class EdgeSize(Size):
    """Without a CDN the load balancer serves everyone by itself."""

    protected: bool
    log_retention_days: PositiveCount
    cdn: CdnSize | None = None
