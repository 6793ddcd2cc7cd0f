"""The plugins of the gateway, each with the configuration that Kong 3.9 has for it."""

from dataclasses import dataclass
from typing import Any, Final

Plugin = dict[str, Any]

# Those that are used, and so the only ones that Kong loads.
PLUGINS: Final = (
    "correlation-id",
    "cors",
    "jwt",
    "opentelemetry",
    "pre-function",
    "prometheus",
    "rate-limiting",
    "request-termination",
)
# What the functions below require. The sandbox lets them have nothing else than Kong's own interface.
SANDBOX_REQUIRES: Final = ("kong.plugins.jwt.jwt_parser",)
USER_HEADER: Final = "X-User-Id"
REQUEST_HEADER: Final = "X-Request-Id"
# The app's access tokens live 900 s; a minute more for clocks that differ. Its refresh tokens live longer.
LONGEST_TOKEN_SECONDS = 960
# Slower, and counting costs more than it is worth.
COUNTER_TIMEOUT_MILLISECONDS = 200
# The variable with the password of the counters.
PASSWORD_VARIABLE: Final = "COUNTERS_PASSWORD"  # noqa: S105  the name of a variable
PASSWORD_REFERENCE: Final = "{vault://env/counters-password}"  # noqa: S105  where it is, not what

_NOBODY: Final = f'kong.service.request.clear_header("{USER_HEADER}")\n'
# It runs before the token is checked, and counting after: what it takes from a token that is not good counts
# for nothing. The demo's tokens are all of user 0: its visitors are counted by their addresses.
_USER_OF_TOKEN: Final = f"""\
local parser = require "kong.plugins.jwt.jwt_parser"
local said = kong.request.get_header("authorization") or ""
local token = string.match(said, "^%s*[Bb]earer%s+(.+)$")
local decoded, jwt = pcall(parser.new, parser, token)
local claims = decoded and jwt and jwt.claims
local user = type(claims) == "table" and string.match(tostring(claims.sub), "^[1-9]%d*$")
if user then
  kong.service.request.set_header("{USER_HEADER}", user)
else
  kong.service.request.clear_header("{USER_HEADER}")
end
"""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Requests in a minute, of one user and of one address."""

    requests_per_user: int
    requests_per_address: int
    sign_ins_per_address: int


@dataclass(frozen=True, kw_only=True)
class Counters:
    """The Redis in which all pods count together; its password is in the environment."""

    host: str
    port: int
    username: str
    database: int


def by_address(per_minute: int, counters: Counters | None) -> Plugin:
    """Limit each address; without counters each pod counts by itself."""
    return _limit({"minute": per_minute, "limit_by": "ip"}, counters)


def by_user(per_minute: int, counters: Counters) -> Plugin:
    """Limit each user, over all routes together where it is the consumer's. All users are one consumer."""
    return _limit({"minute": per_minute, "limit_by": "header", "header_name": USER_HEADER}, counters)


def for_users() -> list[Plugin]:
    """Let in who has a token that is good, and say who it is."""
    return [
        {"name": "pre-function", "config": {"access": [_USER_OF_TOKEN]}},
        {
            "name": "jwt",
            "config": {
                "key_claim_name": "kid",
                "claims_to_verify": ["exp"],
                "maximum_expiration": LONGEST_TOKEN_SECONDS,
                # Nowhere else: what is in an address ends up in logs.
                "header_names": ["authorization"],
                "uri_param_names": [],
                "cookie_names": [],
                "run_on_preflight": False,
            },
        },
    ]


def own_answer(status: int, message: str) -> Plugin:
    """Answer without a service."""
    return {"name": "request-termination", "config": {"status_code": status, "message": message}}


def everywhere(limits: Limits, counters: Counters, origin: str, traces_url: str | None) -> list[Plugin]:
    """Return what holds for each request, unless its route or its consumer has its own."""
    return [
        {"name": "pre-function", "config": {"access": [_NOBODY]}},
        by_address(limits.requests_per_address, counters),
        {
            "name": "correlation-id",
            "config": {"header_name": REQUEST_HEADER, "generator": "uuid", "echo_downstream": True},
        },
        {
            "name": "cors",
            "config": {
                "origins": [origin],
                "methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
                "headers": ["Authorization", "Content-Type", "Idempotency-Key", REQUEST_HEADER],
                "exposed_headers": ["Location", "Retry-After", REQUEST_HEADER],
                "max_age": 3600,
                "credentials": False,
                "preflight_continue": False,
            },
        },
        {
            "name": "prometheus",
            "config": {"status_code_metrics": True, "latency_metrics": True, "upstream_health_metrics": True},
        },
        *([traced(traces_url)] if traces_url else []),
    ]


def traced(url: str) -> Plugin:
    """Begin a trace, and tell the service of it; how many are kept is a matter of the environment."""
    return {
        "name": "opentelemetry",
        "config": {
            "traces_endpoint": f"{url}/v1/traces",
            "resource_attributes": {"service.name": "gateway"},
            # Nobody outside decides what is traced: a trace begins here, whatever a request says.
            "propagation": {"extract": [], "inject": ["w3c"], "default_format": "w3c"},
        },
    }


def _limit(limit: dict[str, Any], counters: Counters | None) -> Plugin:
    where: dict[str, Any] = {"policy": "local"}
    if counters is not None:
        where = {
            "policy": "redis",
            # A Redis that is away costs the limits, and no request.
            "fault_tolerant": True,
            "redis": {
                "host": counters.host,
                "port": counters.port,
                "username": counters.username,
                "password": PASSWORD_REFERENCE,
                "database": counters.database,
                "ssl": True,
                "ssl_verify": True,
                "server_name": counters.host,
                "timeout": COUNTER_TIMEOUT_MILLISECONDS,
            },
        }
    return {"name": "rate-limiting", "config": {**limit, **where}}
