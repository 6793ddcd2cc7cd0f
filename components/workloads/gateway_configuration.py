"""The declarative configuration of the gateway, in Kong's words, from routes, keys and limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from components.workloads.gateway_plugins import (
    Counters,
    Limits,
    by_address,
    by_user,
    everywhere,
    for_users,
    own_answer,
)
from components.workloads.gateway_route import GatewayRoute, pattern

Entity = dict[str, Any]

# The one of all users: who it is stands in the token.
CONSUMER: Final = "softfactory"
ALGORITHM: Final = "RS256"
# A connection within the cluster that takes longer will not come.
CONNECT_SECONDS = 2
# What a pod that is ending refuses another one takes.
RETRIES = 2
HEALTH_PATH: Final = "/healthz"
READY_PATH: Final = "/readyz"


@dataclass(frozen=True, kw_only=True)
class GatewayConfiguration:
    """`upstreams` are addresses by name; `routes` name the one that each goes to; `keys` are PEM by `kid`.

    `traces_url` is where traces go by OTLP over HTTP, if anywhere.
    """

    routes: Mapping[str, Sequence[GatewayRoute]]
    upstreams: Mapping[str, str]
    keys: Mapping[str, str]
    limits: Limits
    counters: Counters
    origin: str
    traces_url: str | None


def declarative(of: GatewayConfiguration) -> str:
    """Return the file that Kong reads. The same configuration is the same text."""
    document = {
        "_format_version": "3.0",
        "upstreams": [_upstream(name, address) for name, address in sorted(of.upstreams.items())],
        "services": [
            _service(upstream, route, of) for upstream in sorted(of.routes) for route in of.routes[upstream]
        ],
        "routes": _own(of),
        "consumers": [
            {
                "username": CONSUMER,
                "jwt_secrets": [
                    {"key": kid, "algorithm": ALGORITHM, "rsa_public_key": pem}
                    for kid, pem in sorted(of.keys.items())
                ],
                "plugins": [by_user(of.limits.requests_per_user, of.counters)],
            }
        ],
        "plugins": everywhere(of.limits, of.counters, of.origin, of.traces_url),
    }
    # No line is folded: Lua and patterns stay as they are.
    return yaml.safe_dump(document, sort_keys=False, width=10_000)


def _service(upstream: str, route: GatewayRoute, of: GatewayConfiguration) -> Entity:
    """Return a service for one route: Kong has timeouts for each service."""
    plugins = {
        "user": for_users(),
        "anyone": [],
        "signing in": [by_address(of.limits.sign_ins_per_address, of.counters)],
    }[route.caller]
    return {
        "name": route.name,
        "protocol": "http",
        "host": upstream,
        "port": 80,
        **({"path": route.upstream_path} if route.upstream_path else {}),
        "connect_timeout": CONNECT_SECONDS * 1000,
        "write_timeout": route.read_seconds * 1000,
        "read_timeout": route.read_seconds * 1000,
        "retries": RETRIES,
        "routes": [
            {
                "name": route.name,
                "protocols": ["http", "https"],
                "paths": [pattern(path) for path in route.paths],
                **({"methods": list(route.methods)} if route.methods else {}),
                "strip_path": route.upstream_path is not None,
                "preserve_host": True,
                **({"plugins": plugins} if plugins else {}),
            }
        ],
    }


def _own(of: GatewayConfiguration) -> list[Entity]:
    """Return the routes that the gateway answers itself, whatever state the services are in."""
    return [
        {
            "name": "health",
            "protocols": ["http", "https"],
            "paths": [pattern(HEALTH_PATH)],
            "methods": ["GET"],
            # The load balancer asks every few seconds, also while Redis is away.
            "plugins": [by_address(of.limits.requests_per_address, None), own_answer(200, "alive")],
        },
        {
            "name": "preflight",
            "protocols": ["http", "https"],
            "paths": ["/api/"],
            "methods": ["OPTIONS"],
            # What is no preflight request, which CORS has answered by then.
            "plugins": [own_answer(405, "nothing takes OPTIONS")],
        },
    ]


def _upstream(name: str, address: str) -> Entity:
    """Return an upstream: its circuit opens by what requests meet, and closes by what its health check meets.

    Its one target is the Service in front of all pods: it is the service that is given up, not a pod.
    """
    return {
        "name": name,
        "algorithm": "round-robin",
        "targets": [{"target": f"{address}:80", "weight": 100}],
        "healthchecks": {
            "active": {
                "type": "http",
                # Not whether its processes live: whether they have what they need to answer.
                "http_path": READY_PATH,
                "timeout": 2,
                "concurrency": 1,
                "healthy": {"interval": 5, "successes": 1, "http_statuses": [200]},
                "unhealthy": {
                    "interval": 5,
                    "tcp_failures": 2,
                    "timeouts": 2,
                    "http_failures": 2,
                    "http_statuses": [500, 502, 503, 504],
                },
            },
            "passive": {
                "type": "http",
                # One that goes well begins the count anew.
                "healthy": {"successes": 1, "http_statuses": list(range(200, 209)) + list(range(300, 309))},
                # Not 500: an error in one endpoint must not shut all others.
                "unhealthy": {
                    "tcp_failures": 3,
                    "timeouts": 5,
                    "http_failures": 10,
                    "http_statuses": [502, 503, 504],
                },
            },
        },
    }
