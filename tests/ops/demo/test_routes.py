import pytest

from ops.demo.routes import first, routes
from tests.ops.demo.manifests import phase


@pytest.mark.parametrize("name", ["phase1", "phase2"])
def test_without_a_gateway_one_workload_has_everything(name: str) -> None:
    found = routes(phase(name))
    for path in ("/", "/chefs.html", "/api/auth/login"):
        route = first(found, "GET", path)
        assert route is not None
        assert (route.workload, route.path) == ("platform", None)


@pytest.mark.parametrize(
    ("method", "path", "workload", "asked"),
    [
        ("POST", "/api/auth/login", "platform", None),
        ("GET", "/api/coocook/chefs", "coocook", None),
        ("POST", "/api/coocook/bookings", "coocook", None),
        ("GET", "/api/webapp-builder/courses", "experience", None),
        ("POST", "/api/ai/employees", "ai-automation", None),
        ("GET", "/api/review/openapi.json", "review", "/api/openapi.json"),
    ],
)
def test_the_gateway_s_own_routes_decide(method: str, path: str, workload: str, asked: str | None) -> None:
    route = first(routes(phase("phase3")), method, path)
    assert route is not None
    assert (route.workload, route.path) == (workload, asked)


@pytest.mark.parametrize("path", ["/", "/chefs.html", "/api/topology", "/metrics"])
def test_pages_and_what_is_for_operators_is_nobody_s(path: str) -> None:
    assert first(routes(phase("phase3")), "GET", path) is None
