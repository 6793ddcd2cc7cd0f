"""What Kong 3.9 knows: the fields of its entities and plugins, as far as the gateway could use them.

There is no Kong here to ask. These pages name the fields:
https://developer.konghq.com/gateway/entities/ and https://developer.konghq.com/plugins/
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

Entity = Mapping[str, Any]


def _words(*lines: str) -> set[str]:
    return set(" ".join(lines).split())


SERVICE = _words(
    "name enabled protocol host port path url retries connect_timeout write_timeout read_timeout tags routes",
    "plugins",
)
ROUTE = _words(
    "name protocols methods hosts paths headers snis regex_priority strip_path path_handling preserve_host",
    "request_buffering response_buffering https_redirect_status_code tags service plugins",
)
UPSTREAM = _words(
    "name algorithm hash_on hash_fallback slots healthchecks host_header tags targets use_srv_name"
)
TARGET = _words("target weight tags")
CONSUMER = _words("username custom_id tags jwt_secrets plugins")
JWT_SECRET = _words("key secret algorithm rsa_public_key tags")
ACTIVE = _words(
    "type timeout concurrency http_path https_sni https_verify_certificate headers healthy unhealthy"
)
PASSIVE = _words("type healthy unhealthy")
COUNTS = _words("interval successes http_statuses http_failures tcp_failures timeouts")
TOP = _words("_format_version _transform services routes consumers plugins upstreams vaults")

# By plugin: the keys of its configuration.
CONFIG: Mapping[str, set[str]] = {
    "correlation-id": _words("header_name generator echo_downstream"),
    "cors": _words(
        "origins headers exposed_headers methods max_age credentials private_network preflight_continue"
    ),
    "jwt": _words(
        "uri_param_names cookie_names header_names key_claim_name secret_is_base64 claims_to_verify",
        "run_on_preflight maximum_expiration anonymous realm",
    ),
    "opentelemetry": _words(
        "traces_endpoint logs_endpoint headers resource_attributes queue connect_timeout send_timeout",
        "read_timeout http_response_header_for_traceid header_type sampling_rate propagation",
    ),
    "pre-function": _words("certificate rewrite access header_filter body_filter log"),
    "prometheus": _words(
        "per_consumer status_code_metrics latency_metrics bandwidth_metrics upstream_health_metrics"
    ),
    "rate-limiting": _words(
        "second minute hour day month year limit_by header_name path policy fault_tolerant redis sync_rate",
        "hide_client_headers error_code error_message",
    ),
    "request-termination": _words("status_code message content_type body echo trigger"),
}
PROPAGATION = _words("extract clear inject default_format")
# What its plugin prometheus tells, as this gateway has it configured:
# https://developer.konghq.com/plugins/prometheus/
METRICS = _words(
    "kong_http_requests_total kong_nginx_connections_total kong_upstream_target_health",
    *(
        f"kong_{kind}_latency_ms_{part}"
        for kind in ("kong", "request", "upstream")
        for part in ("bucket", "sum", "count")
    ),
)
REDIS = _words("host port username password database ssl ssl_verify server_name timeout")
# Where only some values are allowed; the policy "cluster" needs a database.
VALUES: Mapping[tuple[str, str], set[str]] = {
    ("correlation-id", "generator"): _words("uuid uuid#counter tracker"),
    ("rate-limiting", "limit_by"): _words("consumer credential ip service header path consumer-group"),
    ("rate-limiting", "policy"): _words("local redis"),
}


def parsed(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def problems(document: Entity) -> list[str]:
    """Return what Kong would refuse, or pass over."""
    return [*_unknown("file", document, TOP), *_entities(document), *_plugins(document), *_names(document)]


def _entities(document: Entity) -> Iterator[str]:
    for service in document["services"]:
        yield from _unknown(f"service {service['name']}", service, SERVICE)
    for route in every_route(document):
        yield from _unknown(f"route {route['name']}", route, ROUTE)
        # An empty one would be none at all, and every request would match.
        for key in ("paths", "methods", "protocols"):
            if key in route and not route[key]:
                yield f"route {route['name']}: no {key}"
        if not route["paths"]:
            yield f"route {route['name']}: no paths"
    for upstream in document["upstreams"]:
        yield from _unknown(f"upstream {upstream['name']}", upstream, UPSTREAM)
        checks = upstream["healthchecks"]
        yield from _unknown("healthchecks", checks, {"active", "passive", "threshold"})
        yield from _unknown("active", checks["active"], ACTIVE)
        yield from _unknown("passive", checks["passive"], PASSIVE)
        for kind in ("active", "passive"):
            for state in ("healthy", "unhealthy"):
                allowed = COUNTS if kind == "active" else COUNTS - {"interval"}
                yield from _unknown(f"{kind}.{state}", checks[kind][state], allowed)
        for target in upstream["targets"]:
            yield from _unknown("target", target, TARGET)
    for consumer in document["consumers"]:
        yield from _unknown("consumer", consumer, CONSUMER)
        for secret in consumer["jwt_secrets"]:
            yield from _unknown("jwt_secret", secret, JWT_SECRET)


def _plugins(document: Entity) -> Iterator[str]:
    for plugin in every_plugin(document):
        name, config = plugin["name"], plugin["config"]
        yield from _unknown(f"plugin {name}", plugin, {"name", "config", "enabled", "tags"})
        yield from _unknown(f"config of {name}", config, CONFIG[name])
        for key, value in config.items():
            allowed = VALUES.get((name, key))
            if allowed is not None and value not in allowed:
                yield f"{name}.{key}: {value}"
        if "propagation" in config:
            yield from _unknown("propagation", config["propagation"], PROPAGATION)
        if "redis" in config:
            yield from _unknown("redis", config["redis"], REDIS)
    for place in (document, *document["services"], *every_route(document), *document["consumers"]):
        names = [plugin["name"] for plugin in place.get("plugins", ())]
        if len(set(names)) < len(names):
            yield f"a plugin is twice at the same place: {names}"


def _names(document: Entity) -> Iterator[str]:
    """Names are unique, and a service's host is an upstream."""
    for kind, found in (
        ("service", document["services"]),
        ("route", list(every_route(document))),
        ("upstream", document["upstreams"]),
    ):
        names = [item["name"] for item in found]
        if len(set(names)) < len(names):
            yield f"{kind}: a name is there twice: {sorted(names)}"
    upstreams = {item["name"] for item in document["upstreams"]}
    for service in document["services"]:
        if service["host"] not in upstreams:
            yield f"service {service['name']}: no upstream {service['host']}"


def every_route(document: Entity) -> Iterator[Entity]:
    yield from document["routes"]
    for service in document["services"]:
        yield from service["routes"]


def every_plugin(document: Entity) -> Iterator[Entity]:
    for place in (document, *document["services"], *every_route(document), *document["consumers"]):
        yield from place.get("plugins", ())


def _unknown(what: str, entity: Entity, known: set[str]) -> Iterator[str]:
    if unknown := sorted(set(entity) - known):
        yield f"{what}: {', '.join(unknown)}"
