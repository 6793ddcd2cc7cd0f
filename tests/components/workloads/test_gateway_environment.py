import re
from typing import Any

from app.dispatch.validation import BIGGEST_BODY as BODY_OF_THE_APP
from components.edge.load_balancer import IDLE_SECONDS
from components.workloads.gateway_environment import BIGGEST_BODY, environment
from components.workloads.gateway_plugins import PLUGINS, SANDBOX_REQUIRES

GIVEN: dict[str, Any] = {"workers": 2, "trusted": ["10.0.0.0/24", "192.0.2.0/24"], "shutdown_seconds": 60}
FOUND = environment(**GIVEN, traced_percent=5)


def test_it_has_its_configuration_from_a_file_and_nobody_can_change_it() -> None:
    assert FOUND["KONG_DATABASE"] == "off"
    assert FOUND["KONG_DECLARATIVE_CONFIG"] == "/etc/softfactory/gateway/kong.yml"
    assert (FOUND["KONG_ADMIN_LISTEN"], FOUND["KONG_ADMIN_GUI_LISTEN"]) == ("off", "off")
    assert FOUND["KONG_PLUGINS"].split(",") == list(PLUGINS)


def test_functions_stay_in_the_sandbox() -> None:
    assert FOUND["KONG_UNTRUSTED_LUA"] == "sandbox"
    assert FOUND["KONG_UNTRUSTED_LUA_SANDBOX_REQUIRES"].split(",") == list(SANDBOX_REQUIRES)


def test_a_request_is_logged_without_its_tokens() -> None:
    name = FOUND["KONG_PROXY_ACCESS_LOG"].split()[1]
    assert FOUND["KONG_NGINX_HTTP_LOG_FORMAT"].startswith(f"{name} escape=json '")
    logged = set(re.findall(r"\$(\w+)", FOUND["KONG_NGINX_HTTP_LOG_FORMAT"]))
    # Neither what follows a question mark nor any header but one.
    assert not logged & {"request", "request_uri", "args", "query_string", "is_args"}
    assert {variable for variable in logged if variable.startswith("http_")} == {"http_x_request_id"}
    assert {"remote_addr", "request_method", "uri", "status", "request_time"} <= logged


def test_only_the_proxies_before_it_say_who_a_request_is_from() -> None:
    assert FOUND["KONG_TRUSTED_IPS"] == "10.0.0.0/24,192.0.2.0/24"
    assert (FOUND["KONG_REAL_IP_HEADER"], FOUND["KONG_REAL_IP_RECURSIVE"]) == ("X-Forwarded-For", "on")


def test_it_takes_what_the_app_takes_and_keeps_it_in_memory() -> None:
    assert int(BIGGEST_BODY.removesuffix("k")) * 1024 >= BODY_OF_THE_APP
    assert FOUND["KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE"] == BIGGEST_BODY
    assert FOUND["KONG_NGINX_HTTP_CLIENT_BODY_BUFFER_SIZE"] == BIGGEST_BODY


def test_connections_outlive_those_of_the_load_balancer() -> None:
    assert int(FOUND["KONG_NGINX_HTTP_KEEPALIVE_TIMEOUT"].removesuffix("s")) > IDLE_SECONDS


def test_what_took_too_long_is_not_asked_for_once_more() -> None:
    assert FOUND["KONG_NGINX_PROXY_PROXY_NEXT_UPSTREAM"] == "error"


def test_answers_are_compressed_also_for_a_cdn() -> None:
    assert FOUND["KONG_NGINX_PROXY_GZIP"] == "on"
    assert FOUND["KONG_NGINX_PROXY_GZIP_PROXIED"] == "any"
    assert "application/json" in FOUND["KONG_NGINX_PROXY_GZIP_TYPES"].split()


def test_the_certificate_of_redis_is_checked_up_to_its_root() -> None:
    assert FOUND["KONG_LUA_SSL_TRUSTED_CERTIFICATE"] == "system"
    assert int(FOUND["KONG_LUA_SSL_VERIFY_DEPTH"]) >= 2


def test_so_many_requests_are_traced_as_the_phase_says() -> None:
    assert FOUND["KONG_TRACING_SAMPLING_RATE"] == "0.05"
    # https://developer.konghq.com/gateway/tracing/
    known = {"request", "db_query", "dns_query", "router", "http_client", "balancer", "plugin_rewrite"}
    known |= {"plugin_access", "plugin_header_filter"}
    assert set(FOUND["KONG_TRACING_INSTRUMENTATIONS"].split(",")) <= known
    assert environment(**GIVEN, traced_percent=0)["KONG_TRACING_INSTRUMENTATIONS"] == "off"
