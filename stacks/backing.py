"""The stores that the app's processes share, as the addresses by which they know them."""

from collections.abc import Mapping

import pulumi

from components.data.rabbit_broker import AMQPS_PORT
from components.data.search_domain import PORT as SEARCH_PORT
from stacks.app_settings import Stores, broker_logins
from stacks.brokers import Broker
from stacks.caches import Cache
from stacks.logins import BROKER_GROUP, LoginRotation
from stacks.search import Search

# What a Redis is for: its numbered databases keep apart what is in one group; a cluster has only the first.
BROKER_DATABASE = 1
GATEWAY_DATABASE = 2


def stores(
    caches: Mapping[str, Cache],
    brokers: Mapping[str, Broker],
    search: Mapping[str, Search],
    *,
    rotation: LoginRotation,
    kept: pulumi.Output[Mapping[str, str]],
) -> Stores:
    """Return the addresses: of a cache, what keeps state, what keeps jobs, and what searches.

    Of two caches the cluster is the one in use: the other one is about to go. Jobs are on the broker, or on
    what keeps state while there is none. On a broker the app is one of the users that a job makes there.
    """
    cache = max(
        (one for one in caches.values() if one.size.holds == "cache"),
        key=lambda one: one.size.shards,
        default=None,
    )
    state = next((one for one in caches.values() if one.size.holds == "state"), None)
    index = next(iter(search.values()), None)
    jobs = _redis(state, BROKER_DATABASE) if state else None
    for name, broker in brokers.items():
        host = broker.broker.endpoint.apply(lambda address: address.removeprefix("amqps://"))
        login = f"{BROKER_GROUP}_{rotation.in_use}"
        password = broker_logins(name, rotation, kept)[login]
        jobs = _address("amqps", login, password, host)
    return Stores(
        cache_url=_redis(cache) if cache else None,
        cache_cluster=cache is not None and cache.size.shards > 1,
        state_url=_redis(state) if state else None,
        broker_url=jobs,
        search_url=_address("https", index.secret.username, index.secret.password, index.domain.endpoint)
        if index
        else None,
        ports=tuple(
            sorted(
                {one.port for one in caches.values()}
                | ({AMQPS_PORT} if brokers else set())
                | ({SEARCH_PORT} if search else set())
            )
        ),
    )


def _redis(cache: Cache, database: int = 0) -> pulumi.Output[str]:
    host = cache.group.endpoint.apply(lambda name: f"{name}:{cache.port}/{database}")
    return _address("rediss", cache.secret.username, cache.secret.password, host)


def _address(
    scheme: str, user: pulumi.Input[str], password: pulumi.Output[str], place: pulumi.Output[str]
) -> pulumi.Output[str]:
    # Passwords are letters, digits, hyphens and underscores: nothing to be quoted.
    return pulumi.Output.format("{0}://{1}:{2}@{3}", scheme, user, password, place)
