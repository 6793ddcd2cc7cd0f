"""Where jobs end that failed for good: a list on Redis, or the dead-letter queues of RabbitMQ."""

import json
import logging
from datetime import UTC, datetime

from celery import Celery
from kombu import Connection, Exchange, Queue
from redis import Redis
from redis.exceptions import RedisError

from app.domain.catalog import QUEUES
from app.jobs.configuration import DEAD_EXCHANGE, queue_name

log = logging.getLogger(__name__)

# The newest are kept; every one is also a `dead` row in its service's jobs table.
KEPT = 10_000


def list_name(queue: str) -> str:
    """Where the dead letters of a queue are in the Redis that keeps state."""
    return f"dead:{queue}"


class DeadLetterList:
    """For the Redis broker, which has no dead letters of its own."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def add(self, queue: str, task: str, service: str, job_id: str, error: str) -> None:
        letter = {
            "task": task,
            "service": service,
            "job": job_id,
            "error": error[:500],
            "at": str(datetime.now(UTC)),
        }
        try:
            self._client.lpush(list_name(queue), json.dumps(letter))
            self._client.ltrim(list_name(queue), 0, KEPT - 1)
        except RedisError:
            log.warning("a dead letter is in the jobs table only: the state store does not answer")


def declare_dead_letter_queues(celery: Celery, shape: str) -> None:
    """Make the queues that RabbitMQ moves dead jobs to; without them they would be dropped."""
    exchange = Exchange(DEAD_EXCHANGE, type="direct", durable=True)
    connection: Connection
    with celery.connection_for_write() as connection:
        for queue in QUEUES:
            name = f"{queue_name(shape, queue)}.dead"
            arguments = {"x-queue-type": "quorum"}
            Queue(name, exchange, routing_key=name, queue_arguments=arguments)(connection).declare()
