from app.database.pools import Pools
from app.settings import load
from tests.app.settings_values import COMPLETE


def test_a_connection_is_recycled_when_the_settings_say_and_asked_before_use() -> None:
    pools = Pools(load(COMPLETE | {"POOL_RECYCLE_SECONDS": "1200"}), "test")
    assert pools.writer.pool._recycle == 1200
    assert pools.writer.pool._pre_ping
    pools.close()


def test_the_pool_has_the_size_of_the_settings() -> None:
    pools = Pools(load(COMPLETE | {"POOL_SIZE": "7", "POOL_OVERFLOW": "3"}), "test")
    pool = pools.writer.pool
    assert (pool.size(), pool._max_overflow) == (7, 3)  # type: ignore[attr-defined]  # SQLAlchemy has no public name for it
    assert pools.reader is None
    pools.close()
