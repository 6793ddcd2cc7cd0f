"""The Celery configuration of either broker: Redis lists in phase 2, RabbitMQ quorum queues in phase 3."""

import ssl
from typing import Any
from urllib.parse import urlsplit

from celery.schedules import schedule
from kombu import Exchange, Queue

from app.domain.catalog import CHORES, QUEUES, TASKS
from app.domain.deployments import SHAPES
from app.settings import Settings

HARD_LIMIT_SECONDS = 300
SOFT_LIMIT_SECONDS = 270
RETRIES = 8
BACKOFF_LIMIT_SECONDS = 600
# Longer than the longest backoff and the job after it, or Redis would give a waiting job out twice.
VISIBILITY_SECONDS = 1800
SWEEP_SECONDS = 60
# A quorum queue gives a job that kills its workers up after so many deliveries.
DELIVERY_LIMIT = 5
DEAD_EXCHANGE = "dead"


class BrokerError(ValueError):
    """The address of the broker is none that the app can use."""


def queue_name(shape: str, queue: str) -> str:
    """The monolith's queues have plain names; a service's jobs need that service's database."""
    return queue if shape == "monolith" else f"{shape}.{queue}"


def configuration(settings: Settings, shape: str) -> dict[str, Any]:
    if settings.broker_url is None:
        raise BrokerError("BROKER_URL is not set; a process with jobs needs it")
    address = settings.broker_url.get_secret_value()
    scheme = urlsplit(address).scheme
    if scheme not in BROKERS:
        raise BrokerError(f"BROKER_URL begins with {scheme}://; it must be one of {', '.join(BROKERS)}")
    routes = {name: {"queue": queue_name(shape, task.queue)} for name, task in TASKS.items()}
    own = {name: {"queue": queue_name(shape, "background")} for name in ("chore", "sweep")}
    return (
        _common(settings, shape)
        | {"broker_url": address, "task_routes": routes | own}
        | BROKERS[scheme](settings, shape, address)
    )


def _common(settings: Settings, shape: str) -> dict[str, Any]:
    state = settings.state_url
    trust = {"ssl_cert_reqs": ssl.CERT_REQUIRED}
    if settings.redis_ca_file is not None:
        trust["ssl_ca_certs"] = str(settings.redis_ca_file)  # type: ignore[assignment]  # Celery takes mixed values
    return {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_time_limit": HARD_LIMIT_SECONDS,
        "task_soft_time_limit": SOFT_LIMIT_SECONDS,
        "worker_prefetch_multiplier": 1,
        # What a job made is in the database; only failures are kept beside it.
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": True,
        "result_backend": state.get_secret_value() if state else None,
        "redis_backend_use_ssl": trust,
        "result_expires": 86400,
        "accept_content": ["json"],
        "task_default_queue": queue_name(shape, "background"),
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0, "interval_step": 0},
        "broker_connection_timeout": 2,
        "broker_connection_retry_on_startup": True,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "beat_schedule": _schedule(shape),
        "timezone": "UTC",
    }


def _schedule(shape: str) -> dict[str, Any]:
    served = SHAPES[shape]
    chores = {
        f"{name} of {service}": {
            "task": "chore",
            # On the full hour or day, so that a restart puts none off for good.
            "schedule": schedule(chore.every, relative=True),
            "args": (service, name),
        }
        for name, chore in CHORES.items()
        for service in served
        if chore.service in (None, service)
    }
    sweeps = {
        f"sweep of {service}": {"task": "sweep", "schedule": SWEEP_SECONDS, "args": (service,)}
        for service in served
    }
    return chores | sweeps


def _redis(settings: Settings, shape: str, address: str) -> dict[str, Any]:
    visibility = settings.broker_visibility_seconds or VISIBILITY_SECONDS
    trust: dict[str, Any] = {"ssl_cert_reqs": ssl.CERT_REQUIRED}
    if settings.redis_ca_file is not None:
        trust["ssl_ca_certs"] = str(settings.redis_ca_file)
    return {
        "broker_use_ssl": trust,
        "broker_transport": "app.jobs.redis_transport:Transport",
        "task_queues": [_list(queue_name(shape, queue)) for queue in QUEUES],
        "broker_transport_options": {
            "visibility_timeout": visibility,
            # By default a dead worker's jobs are looked for about every 100 s only.
            "unacked_restore_interval": max(1, min(10, visibility // 5)),
            "unacked_restore_throttle": 1,
            "polling_interval": 3,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "socket_keepalive": True,
        },
    }


def _list(name: str) -> Queue:
    # Without an exchange of its own a queue would get what is sent to any other.
    return Queue(name, Exchange(name, type="direct"), routing_key=name)


def _rabbitmq(settings: Settings, shape: str, address: str) -> dict[str, Any]:
    trust: dict[str, Any] = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": urlsplit(address).hostname}
    if settings.broker_ca_file is not None:
        trust["ca_certs"] = str(settings.broker_ca_file)
    return {
        "broker_use_ssl": trust,
        # A job whose retries are used up is rejected, which is what makes it a dead letter.
        "task_acks_on_failure": False,
        "task_queues": [_quorum(queue_name(shape, queue)) for queue in QUEUES],
        "task_default_queue_type": "quorum",
        "task_default_exchange_type": "topic",
        "broker_transport_options": {"confirm_publish": True},
        # The smallest broker takes 300 connections, of all processes together.
        "broker_pool_limit": 1,
        "broker_heartbeat": 10,
    }


def _quorum(name: str) -> Queue:
    arguments = {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": DEAD_EXCHANGE,
        "x-dead-letter-routing-key": f"{name}.dead",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-overflow": "reject-publish",
        "x-dead-letter-strategy": "at-least-once",
    }
    return Queue(name, Exchange(name, type="topic"), routing_key=name, queue_arguments=arguments)


BROKERS = {"rediss": _redis, "amqps": _rabbitmq}
