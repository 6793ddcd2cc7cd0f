"""PromotionSize: with which pools services share a database until each has its data in its own."""

from collections import Counter
from collections.abc import Mapping

from components.size import Size
from components.workloads.pool_size import PoolSize
from components.workloads.web_service_size import WebServiceSize


class PromotionSize(Size):
    """`database` is the one in which all data is before; these pools take the place of each service's own."""

    database: str
    pool: PoolSize
    reader_pool: PoolSize


def as_used(
    services: Mapping[str, WebServiceSize], used: Mapping[str, str], promotion: PromotionSize | None
) -> dict[str, WebServiceSize]:
    """Return the web services as they run while `used` has for each database that which serves its users."""
    users = Counter(used.values())
    return {
        name: _sharing(size, used[size.database], promotion)
        if promotion and users[used[size.database]] > 1
        else size
        for name, size in services.items()
    }


def _sharing(size: WebServiceSize, database: str, promotion: PromotionSize) -> WebServiceSize:
    pool = size.pool.model_copy(update=promotion.pool.model_dump())
    return size.model_copy(update={"database": database, "pool": pool, "reader_pool": promotion.reader_pool})
