import re

import pytest

from components.workloads.gateway_route import pattern


def test_everything_below_a_path_is_a_prefix() -> None:
    assert pattern("/api/coocook/*") == "/api/coocook/"


@pytest.mark.parametrize(
    ("path", "fits", "others"),
    [
        ("/api/chefs", ["/api/chefs"], ["/api/chefs/", "/api/chefs/1", "/api/chefsx", "/x/api/chefs"]),
        (
            "/api/chefs/{id}",
            ["/api/chefs/1"],
            ["/api/chefs/", "/api/chefs/1/bookings", "/api/chefs/1%2Fbookings", "/api/chefs"],
        ),
        ("/api/openapi.json", ["/api/openapi.json"], ["/api/openapixjson"]),
    ],
)
def test_a_path_is_exactly_that_path(path: str, fits: list[str], others: list[str]) -> None:
    found = pattern(path)
    assert found.startswith("~")
    # Kong sets the beginning itself.
    expression = re.compile(f"^{found[1:]}")
    assert all(expression.search(one) for one in fits)
    assert not any(expression.search(one) for one in others)
