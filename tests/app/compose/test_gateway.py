"""The gateway of the compose file leads where the API gateway of phase 3 does."""

import re

import pytest

from app.compose.secrets import FOLDER
from app.domain.catalog import ENDPOINTS
from app.domain.deployments import SHAPES
from stacks.gateway_routes import ROUTES

TEXT = (FOLDER.parent / "gateway.conf").read_text()
[TABLE] = re.findall(r"map \$uri \$service {(.*?)\n}", TEXT, re.DOTALL)
ROWS: dict[str, str] = dict(re.findall(r"^ *(\S+) +(\S+);$", TABLE, re.MULTILINE))
[(OWN_DOCUMENT, DOCUMENT)] = re.findall(r"rewrite (\S+) (\S+) break;", TEXT)


def leads_to(path: str) -> str:
    """As nginx reads the table: what is written out first, then the expressions in their order."""
    patterns = {row[1:]: service for row, service in ROWS.items() if row.startswith("~")}
    found = next((service for pattern, service in patterns.items() if re.search(pattern, path)), '""')
    return ROWS.get(path, found)


@pytest.mark.parametrize("process", ROUTES)
def test_it_leads_where_the_api_gateway_does(process: str) -> None:
    for route in ROUTES[process]:  # type: ignore[index]  # a key of it
        for path in route.paths:
            asked = re.sub(r"{\w+}|\*$", "7", path)
            assert leads_to(asked) == process, asked
            if route.upstream_path is not None:
                assert re.sub(OWN_DOCUMENT, DOCUMENT, asked) == route.upstream_path


def test_every_endpoint_is_reached() -> None:
    for shape, services in SHAPES.items():
        if shape != "monolith":
            for endpoint in (row for service in services for row in ENDPOINTS[service]):
                assert leads_to(endpoint.path) == shape.replace("_", "-"), endpoint.path


@pytest.mark.parametrize("path", ["/api/topology", "/api/usersx", "/api/", "/api/metrics", "/metrics"])
def test_what_is_for_operators_or_nobody_is_not_led_to(path: str) -> None:
    assert leads_to(path) == '""'
    assert 'if ($to = "") { return 404' in TEXT
