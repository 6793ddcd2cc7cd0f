"""The routes of the gateway are the endpoints of the app: none is out of reach, none is open that is not."""

import re
from collections.abc import Iterator

import pytest

from app.domain.catalog import ENDPOINTS
from app.domain.deployments import SHAPES
from app.domain.endpoint import Access, Endpoint
from app.operability.pages import operator_pages
from app.web.bot import PATH as BOT
from app.web.events import PATH as EVENTS
from components.edge.load_balancer import IDLE_SECONDS
from components.workloads.app_process import PROCESSES, ProcessName, shape
from components.workloads.gateway_route import GatewayRoute, pattern
from stacks.gateway_routes import DOCUMENT, LONGEST_SECONDS, ROUTES
from tests.phases import PHASES

ROWS = [(process, route) for process, rows in ROUTES.items() for route in rows]
# The gateway has its own health, and shows nobody the rest.
INTERNAL = {"/healthz", "/readyz", "/metrics", "/api/topology"}


def matching(method: str, path: str) -> tuple[ProcessName, GatewayRoute] | None:
    """Return the row that Kong's router takes: of those that fit, what says more, a pattern before a prefix.

    https://developer.konghq.com/gateway/routing/traditional/
    """
    fitting = [
        (bool(route.methods), expression.startswith("~"), len(expression), process, route)
        for process, route in ROWS
        if not route.methods or method in route.methods
        for expression in map(pattern, route.paths)
        if (re.match(expression[1:], path) if expression.startswith("~") else path.startswith(expression))
    ]
    if not fitting:
        return None
    *_, process, route = max(fitting, key=lambda found: found[:3])
    return process, route


def endpoints() -> Iterator[tuple[str, Endpoint]]:
    for process in ROUTES:
        for service in SHAPES[shape(process)]:
            for endpoint in ENDPOINTS[service]:
                yield process, endpoint


def written(path: str) -> str:
    """Return a path as somebody asks for it."""
    return re.sub(r"{\w+}", "7", path)


EVERY = list(endpoints())


def test_every_service_of_the_app_is_behind_it() -> None:
    served = [service for process in ROUTES for service in SHAPES[shape(process)]]
    assert sorted(served) == sorted(ENDPOINTS)
    assert ROUTES.keys() == PROCESSES.keys() - {"monolith"}


@pytest.mark.parametrize(
    ("process", "endpoint"), EVERY, ids=[f"{endpoint.method} {endpoint.path}" for _, endpoint in EVERY]
)
def test_an_endpoint_is_reached_where_it_is_and_by_whom_it_is_for(process: str, endpoint: Endpoint) -> None:
    found = matching(endpoint.method, written(endpoint.path))
    assert found is not None
    reached, route = found
    assert reached == process
    assert route.upstream_path is None
    assert (route.caller == "user") is (endpoint.access is not Access.PUBLIC)


def test_nothing_is_open_but_what_the_app_has_open() -> None:
    open_paths = {
        (method, path)
        for _, route in ROWS
        if route.caller != "user"
        for method in route.methods
        for path in route.paths
    }
    documents = {("GET", path) for _, route in ROWS if route.upstream_path for path in route.paths}
    public = {(item.method, item.path) for _, item in EVERY if item.access is Access.PUBLIC}
    # The app looks itself at what the last two bring with them.
    assert open_paths == public | documents | {("GET", EVENTS), ("POST", BOT)}
    assert all(route.methods for _, route in ROWS if route.caller != "user")


def test_an_open_path_is_one_path() -> None:
    for _, route in ROWS:
        if route.caller != "user":
            assert all(pattern(path).startswith("~") for path in route.paths), route.name


def test_no_other_path_hides_in_an_open_one() -> None:
    for _, endpoint in EVERY:
        if endpoint.access is not Access.PUBLIC:
            head, _, last = written(endpoint.path).rpartition("/")
            found = matching(endpoint.method, f"{head}%2F{last}")
            assert found is None or found[1].caller == "user", endpoint.path


def test_signing_in_is_what_makes_accounts_or_guesses_passwords() -> None:
    (route,) = (route for _, route in ROWS if route.caller == "signing in")
    assert set(route.paths) == {"/api/auth/signup", "/api/auth/login", "/api/auth/demo"}


def test_pages_for_operators_are_not_to_be_had() -> None:
    class Nothing:
        endpoints: tuple[Endpoint, ...] = ()
        shape = "platform"

    pages = set(operator_pages(Nothing()))  # type: ignore[arg-type]  # no page is asked for
    assert pages == INTERNAL | {DOCUMENT}
    for path in INTERNAL:
        assert matching("GET", path) is None
    # Not below a service's prefix either: there is nothing for anybody without a token.
    for prefix in ("/api/coocook", "/api/auth"):
        found = matching("GET", f"{prefix}/metrics")
        assert found is not None
        assert found[1].caller == "user"


def test_each_service_has_its_document() -> None:
    for process in ROUTES:
        (route,) = (route for route in ROUTES[process] if route.upstream_path)
        assert route.upstream_path == DOCUMENT
        found = matching("GET", route.paths[0])
        assert found is not None
        assert found == (process, route)


def test_the_prefixes_of_the_diagram_and_those_that_it_lacks() -> None:
    prefixes = {path for _, route in ROWS for path in route.paths if path.endswith("/*")}
    drawn = {"coocook", "sns-auto", "review", "auth", "payment", "experience"}
    assert {f"/api/{name}/*" for name in (*drawn, "ai", "webapp-builder")} <= prefixes


def test_names_are_unique() -> None:
    names = [route.name for _, route in ROWS]
    assert len(set(names)) == len(names)


def test_the_app_s_answer_is_waited_for_and_the_load_balancer_waits_longer() -> None:
    longest_work = max(
        web.worker_timeout_seconds
        for spec in PHASES.values()
        if spec.gateway
        for web in spec.web_services.values()
    )
    for _, route in ROWS:
        if route.caller == "user":
            assert route.read_seconds > longest_work, route.name
        assert route.read_seconds <= LONGEST_SECONDS < IDLE_SECONDS
    (events,) = (route for _, route in ROWS if route.name == "events")
    # The app gives a sign of life every 25 s.
    assert events.read_seconds > 2 * 25
