from dataclasses import replace
from typing import Any

from components.edge.load_balancer import HEALTH_PATH as ASKED_BY_THE_LOAD_BALANCER
from components.workloads.gateway_configuration import GatewayConfiguration, declarative
from components.workloads.gateway_plugins import PLUGINS
from components.workloads.gateway_route import GatewayRoute
from tests.components.workloads.kong import CONFIG, every_plugin, every_route, parsed, problems
from tests.components.workloads.test_gateway_plugins import COUNTERS, LIMITS

ROUTES = {
    "chefs": [
        GatewayRoute(name="chefs", paths=("/api/chefs/*",), caller="user", read_seconds=35),
        GatewayRoute(
            name="chefs-open", paths=("/api/chefs/{id}",), caller="anyone", methods=("GET",), read_seconds=10
        ),
    ],
    "users": [
        GatewayRoute(
            name="sign-in", paths=("/api/login",), caller="signing in", methods=("POST",), read_seconds=10
        ),
        GatewayRoute(
            name="document",
            paths=("/api/users/openapi.json",),
            caller="anyone",
            read_seconds=10,
            upstream_path="/api/openapi.json",
        ),
    ],
}
OF = GatewayConfiguration(
    routes=ROUTES,
    upstreams={"chefs": "chefs.ns.svc.cluster.local", "users": "users.ns.svc.cluster.local"},
    keys={"kid-2": "PEM 2\n", "kid-1": "PEM 1\n"},
    limits=LIMITS,
    counters=COUNTERS,
    origin="https://app.example",
    traces_url="http://jaeger:4318",
)
DOCUMENT = parsed(declarative(OF))


def route(name: str) -> dict[str, Any]:
    (found,) = (one for one in every_route(DOCUMENT) if one["name"] == name)
    return dict(found)


def service(name: str) -> dict[str, Any]:
    (found,) = (one for one in DOCUMENT["services"] if one["name"] == name)
    return dict(found)


def plugins(place: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {plugin["name"]: plugin["config"] for plugin in place.get("plugins", ())}


def test_kong_knows_every_field_and_loads_every_plugin() -> None:
    assert problems(DOCUMENT) == []
    assert {plugin["name"] for plugin in every_plugin(DOCUMENT)} == set(PLUGINS) == CONFIG.keys()


def test_a_field_that_kong_does_not_know_would_be_noticed() -> None:
    document = parsed(declarative(OF))
    document["plugins"][1]["config"]["per_minute"] = 5
    document["services"][0]["timeout"] = 5
    document["consumers"][0]["plugins"][0]["config"]["policy"] = "cluster"
    document["services"][1]["host"] = "nobody"
    assert problems(document) == [
        "service chefs: timeout",
        "config of rate-limiting: per_minute",
        "rate-limiting.policy: cluster",
        "service chefs-open: no upstream nobody",
    ]


def test_each_route_has_its_own_timeouts() -> None:
    assert (service("chefs")["read_timeout"], service("chefs")["write_timeout"]) == (35_000, 35_000)
    assert service("chefs-open")["read_timeout"] == 10_000
    assert service("chefs")["host"] == service("chefs-open")["host"] == "chefs"


def test_keys_overlap_while_they_are_rotated() -> None:
    (consumer,) = DOCUMENT["consumers"]
    assert consumer["jwt_secrets"] == [
        {"key": "kid-1", "algorithm": "RS256", "rsa_public_key": "PEM 1\n"},
        {"key": "kid-2", "algorithm": "RS256", "rsa_public_key": "PEM 2\n"},
    ]


def test_a_user_has_one_limit_for_all_routes_and_who_signs_in_a_lower_one() -> None:
    (consumer,) = DOCUMENT["consumers"]
    assert plugins(consumer)["rate-limiting"]["minute"] == LIMITS.requests_per_user
    assert "rate-limiting" not in plugins(route("chefs"))
    assert plugins(route("sign-in"))["rate-limiting"]["minute"] == LIMITS.sign_ins_per_address
    assert plugins(DOCUMENT)["rate-limiting"]["minute"] == LIMITS.requests_per_address


def test_only_what_is_for_users_asks_for_a_token() -> None:
    assert {one["name"] for one in every_route(DOCUMENT) if "jwt" in plugins(dict(one))} == {"chefs"}


def test_a_document_is_asked_for_where_the_service_has_it() -> None:
    assert (service("document")["path"], route("document")["strip_path"]) == ("/api/openapi.json", True)
    assert "path" not in service("chefs")
    assert route("chefs")["strip_path"] is False


def test_the_load_balancer_is_answered_whatever_becomes_of_redis_and_the_services() -> None:
    health = route("health")
    assert health["paths"] == [f"~{ASKED_BY_THE_LOAD_BALANCER}$"]
    assert health in DOCUMENT["routes"]
    assert plugins(health)["request-termination"]["status_code"] == 200
    assert plugins(health)["rate-limiting"]["policy"] == "local"


def test_a_preflight_request_needs_no_token_and_reaches_no_service() -> None:
    preflight = route("preflight")
    assert preflight["methods"] == ["OPTIONS"]
    assert preflight in DOCUMENT["routes"]
    assert "jwt" not in plugins(preflight)


def test_a_circuit_opens_by_failures_and_closes_by_a_check() -> None:
    for upstream in DOCUMENT["upstreams"]:
        passive, active = (upstream["healthchecks"][kind] for kind in ("passive", "active"))
        assert passive["unhealthy"]["http_failures"] > 0
        assert passive["unhealthy"]["timeouts"] > 0
        # By itself a passive check never closes it again.
        assert active["healthy"]["interval"] > 0
        assert active["healthy"]["successes"] > 0
        assert active["http_path"] == "/readyz"
        # Without this, a failure now and then would open it in the end.
        assert passive["healthy"]["successes"] > 0
        # One endpoint with an error must not shut all others.
        assert 500 not in passive["unhealthy"]["http_statuses"]
    assert [one["targets"][0]["target"] for one in DOCUMENT["upstreams"]] == [
        "chefs.ns.svc.cluster.local:80",
        "users.ns.svc.cluster.local:80",
    ]


def test_the_same_configuration_is_the_same_text() -> None:
    in_order, backwards = sorted(OF.keys.items()), sorted(OF.upstreams.items(), reverse=True)
    other = replace(OF, keys=dict(in_order), upstreams=dict(backwards))
    assert declarative(other) == declarative(OF)
    assert declarative(replace(OF, keys={"kid-1": "PEM 1\n"})) != declarative(OF)
