"""Everything one process of one shape needs, made from its settings."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from celery import Celery
from redis import Redis

from app.cache.answers import AnswerCache
from app.cache.connection import RedisClient, connect
from app.database.pools import Pools
from app.dispatch.dispatcher import Dispatcher
from app.dispatch.recent_writes import RecentWrites
from app.domain.call import Call
from app.domain.catalog import ENDPOINTS
from app.domain.deployments import SHAPES
from app.domain.endpoint import Endpoint
from app.events.channel import Events
from app.identity.credentials import AppCredentials
from app.identity.sessions import DatabaseSessions, RedisSessions
from app.identity.tokens import TokenReader, TokenWriter, verification_keys
from app.jobs.backlog import Backlog, backlog
from app.jobs.dead_letters import DeadLetterList
from app.jobs.inline import InlineJobs
from app.jobs.queued import QueuedJobs
from app.jobs.runner import JobRunner
from app.jobs.worker import celery_client
from app.neighbours.nearby import Nearby
from app.neighbours.remote import Remote
from app.outside.systems import connect_outside
from app.settings import Settings


@dataclass(frozen=True)
class AfterCommit:
    jobs: InlineJobs | QueuedJobs
    events: Events | None

    def after(self, call: Call) -> None:
        self.jobs.after(call)
        if self.events is not None:
            self.events.publish(call)


class Runtime:
    """Parts are made at their first use, in the process that uses them."""

    def __init__(self, settings: Settings, shape: str) -> None:
        if shape not in SHAPES:
            raise ValueError(f"{shape!r} is not a shape of the app; choose one of {', '.join(SHAPES)}")
        self.settings = settings
        self.shape = shape
        self.endpoints: list[Endpoint] = [row for service in SHAPES[shape] for row in ENDPOINTS[service]]
        self.credentials = self._credentials()

    @cached_property
    def pools(self) -> Pools:
        return Pools(self.settings, self.shape)

    @cached_property
    def state(self) -> Redis | None:
        url = self.settings.state_url
        return cast(Redis, connect(url, self.settings.redis_ca_file)) if url else None

    @cached_property
    def cache_client(self) -> RedisClient | None:
        url, cluster = self.settings.cache_url, self.settings.cache_cluster
        return connect(url, self.settings.redis_ca_file, cluster=cluster) if url else None

    @cached_property
    def events(self) -> Events | None:
        return Events(self.state) if self.state is not None else None

    @cached_property
    def runner(self) -> JobRunner:
        return JobRunner(self.dispatcher)

    @cached_property
    def celery(self) -> Celery | None:
        """What puts jobs on the queue, in a phase that has one."""
        return celery_client(self.settings, self.shape) if self.settings.broker_url is not None else None

    @cached_property
    def broker_redis(self) -> Redis | None:
        """The broker, where it is Redis."""
        url = self.settings.broker_url
        if url is None or not url.get_secret_value().startswith("rediss://"):
            return None
        return cast(Redis, connect(url, self.settings.redis_ca_file))

    @cached_property
    def dead_letters(self) -> DeadLetterList | None:
        return (
            DeadLetterList(self.state) if self.broker_redis is not None and self.state is not None else None
        )

    def backlog(self) -> Backlog | None:
        """What waits and what failed for good, if the queues are on Redis. Raises RedisError."""
        if self.broker_redis is None or self.state is None:
            return None
        return backlog(self.broker_redis, self.state, self.shape)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        settings = self.settings
        jobs: InlineJobs | QueuedJobs = InlineJobs(lambda: self.runner)
        if self.celery is not None:
            jobs = QueuedJobs(self.celery)
        addresses = {
            prefix: address
            for prefix, address in (("/api/coocook/", settings.coocook_url), ("/api/", settings.platform_url))
            if address is not None
        }
        replicated = bool(settings.database_replica_hosts)
        return Dispatcher(
            pools=self.pools,
            cache=AnswerCache(self.cache_client) if self.cache_client is not None else None,
            recent_writes=RecentWrites((self.state or self.cache_client) if replicated else None),
            identities=self.credentials,
            outside=connect_outside(settings),
            neighbours=Nearby(
                self.endpoints, Remote(addresses, settings.neighbour_budget_seconds) if addresses else None
            ),
            effects=AfterCommit(jobs, self.events),
        )

    def close(self) -> None:
        if "pools" in vars(self):
            self.pools.close()

    def _credentials(self) -> AppCredentials:
        settings = self.settings
        in_database = DatabaseSessions()
        sessions = RedisSessions(self.state, in_database) if self.state is not None else in_database
        reader = TokenReader(settings.jwt_issuer, verification_keys(settings.jwt_verification_keys))
        key = settings.jwt_signing_key
        writer = TokenWriter(settings.jwt_issuer, key.get_secret_value()) if key else None
        return AppCredentials(reader, writer, sessions)
