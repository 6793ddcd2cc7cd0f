"""What is measured when it is asked for: connections in use, replicas' lag, jobs waiting, dead letters."""

import math

from redis.exceptions import RedisError
from sqlalchemy.pool import QueuePool

from app.operability.metrics import DEAD_LETTERS, POOL_IN_USE, QUEUE_DEPTH, REPLICA_LAG
from app.runtime import Runtime


def measure(runtime: Runtime) -> None:
    for name, engine in (("master", runtime.pools.writer), ("replicas", runtime.pools.reader)):
        if engine is not None and isinstance(engine.pool, QueuePool):
            POOL_IN_USE.labels(name).set(engine.pool.checkedout())
    watch = runtime.pools.watch
    for server, lag in watch.lags.items() if watch else ():
        REPLICA_LAG.labels(str(server)).set(math.inf if lag is None else lag)
    try:
        found = runtime.backlog()
    except RedisError:
        return
    if found is None:
        # RabbitMQ has metrics of its own.
        return
    for gauge, numbers in ((QUEUE_DEPTH, found.waiting), (DEAD_LETTERS, found.dead)):
        for queue, number in numbers.items():
            gauge.labels(queue).set(number)
