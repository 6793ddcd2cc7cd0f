from app.identity.tokens import ACCESS_SECONDS, REFRESH_SECONDS
from components.workloads.gateway_plugins import (
    LONGEST_TOKEN_SECONDS,
    SANDBOX_REQUIRES,
    USER_HEADER,
    Counters,
    Limits,
    by_address,
    by_user,
    everywhere,
    for_users,
    own_answer,
)

COUNTERS = Counters(host="state.example", port=6379, username="default", database=2)
LIMITS = Limits(requests_per_user=600, requests_per_address=300, sign_ins_per_address=20)


def test_pods_count_together_over_tls_with_a_password_that_is_elsewhere() -> None:
    redis = by_user(600, COUNTERS)["config"]["redis"]
    assert (redis["ssl"], redis["ssl_verify"], redis["server_name"]) == (True, True, redis["host"])
    assert (redis["port"], redis["database"], redis["username"]) == (6379, 2, "default")
    assert redis["password"] == "{vault://env/counters-password}"


def test_a_redis_that_is_away_costs_no_request() -> None:
    config = by_address(20, COUNTERS)["config"]
    assert config["fault_tolerant"] is True
    assert config["redis"]["timeout"] <= 500
    assert by_address(20, None)["config"] == {"minute": 20, "limit_by": "ip", "policy": "local"}


def test_users_are_told_apart_though_they_are_one_consumer() -> None:
    config = by_user(600, COUNTERS)["config"]
    assert (config["minute"], config["limit_by"], config["header_name"]) == (600, "header", USER_HEADER)


def test_a_token_is_taken_from_its_header_only_and_expires() -> None:
    function, jwt = for_users()
    assert (function["name"], jwt["name"]) == ("pre-function", "jwt")
    config = jwt["config"]
    assert config["key_claim_name"] == "kid"
    assert config["claims_to_verify"] == ["exp"]
    assert (config["header_names"], config["uri_param_names"], config["cookie_names"]) == (
        ["authorization"],
        [],
        [],
    )
    # A preflight request has no token.
    assert config["run_on_preflight"] is False


def test_a_refresh_token_opens_nothing() -> None:
    assert ACCESS_SECONDS < LONGEST_TOKEN_SECONDS < REFRESH_SECONDS
    assert for_users()[1]["config"]["maximum_expiration"] == LONGEST_TOKEN_SECONDS


def test_who_somebody_is_is_never_what_the_request_says() -> None:
    (code,) = for_users()[0]["config"]["access"]
    # Set from the token or taken away: both ways end in one of the two.
    assert f'set_header("{USER_HEADER}", user)' in code
    assert f'clear_header("{USER_HEADER}")' in code
    (other,) = everywhere(LIMITS, COUNTERS, "https://app.example", None)[0]["config"]["access"]
    assert other == f'kong.service.request.clear_header("{USER_HEADER}")\n'


def test_a_function_requires_what_the_sandbox_lets_it() -> None:
    (code,) = for_users()[0]["config"]["access"]
    assert [line.split('"')[1] for line in code.splitlines() if "require" in line] == list(SANDBOX_REQUIRES)


def test_only_the_platform_s_own_pages_may_read_answers() -> None:
    plugins = {
        plugin["name"]: plugin["config"]
        for plugin in everywhere(LIMITS, COUNTERS, "https://app.example", None)
    }
    assert plugins["cors"]["origins"] == ["https://app.example"]
    assert plugins["cors"]["credentials"] is False
    assert {"Authorization", "Idempotency-Key"} <= set(plugins["cors"]["headers"])
    assert plugins["rate-limiting"]["limit_by"] == "ip"
    assert plugins["correlation-id"]["echo_downstream"] is True


def test_what_it_answers_itself_needs_no_service() -> None:
    assert own_answer(200, "alive")["config"] == {"status_code": 200, "message": "alive"}


def test_a_trace_begins_at_the_gateway_whatever_a_request_says() -> None:
    (found,) = (
        plugin["config"]
        for plugin in everywhere(LIMITS, COUNTERS, "https://app.example", "http://jaeger:4318")
        if plugin["name"] == "opentelemetry"
    )
    assert found["traces_endpoint"] == "http://jaeger:4318/v1/traces"
    # None is taken from outside; the services are told in the one way that the app understands.
    assert found["propagation"] == {"extract": [], "inject": ["w3c"], "default_format": "w3c"}
    without = everywhere(LIMITS, COUNTERS, "https://app.example", None)
    assert "opentelemetry" not in {plugin["name"] for plugin in without}
