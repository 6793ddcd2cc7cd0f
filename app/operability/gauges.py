"""What is measured when it is asked for: connections in use and jobs waiting."""

from redis.exceptions import RedisError
from sqlalchemy.pool import QueuePool

from app.domain.catalog import QUEUES
from app.jobs.configuration import queue_name
from app.operability.metrics import POOL_IN_USE, QUEUE_DEPTH
from app.runtime import Runtime


def measure(runtime: Runtime) -> None:
    for name, engine in (("master", runtime.pools.writer), ("replicas", runtime.pools.reader)):
        if engine is not None and isinstance(engine.pool, QueuePool):
            POOL_IN_USE.labels(name).set(engine.pool.checkedout())
    broker = runtime.broker_redis
    if broker is None:
        # RabbitMQ has metrics of its own.
        return
    for queue in QUEUES:
        name = queue_name(runtime.shape, queue)
        try:
            waiting = broker.llen(name)
        except RedisError:
            return
        QUEUE_DEPTH.labels(name).set(int(str(waiting)))
