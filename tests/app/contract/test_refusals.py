"""Bad input gets a 4xx problem with the field's name, the same from both shapes."""

import pytest

from tests.app.api import Person

pytestmark = pytest.mark.services

CHEF = {"name": "Ann", "cuisine": "korean", "location": "Seoul", "price_cents": 1}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": "Ann"}, 422, "cuisine"),
        (CHEF | {"price_cents": "1"}, 422, "price_cents"),
        (CHEF | {"price_cents": 0}, 422, "price_cents"),
        (CHEF | {"price_cents": 2**70}, 422, "price_cents"),
        (CHEF | {"name": "a\x00b"}, 422, "name"),
        (CHEF | {"name": ""}, 422, "name"),
        (CHEF | {"name": "x" * 201}, 422, "name"),
        (CHEF | {"role": "admin"}, 422, "role"),
        ([], 422, "body"),
        (b"{", 400, None),
        (b"\xff", 400, None),
        (b"", 400, None),
        (b'{"name": "' + b"x" * 70_000 + b'"}', 413, None),
    ],
    ids=str,
)
def test_a_body_that_is_not_right(anybody: Person, body: object, status: int, field: str | None) -> None:
    got = anybody.signed_up().raw("POST", "/api/coocook/chefs", body)
    assert (got.status, got.headers["Content-Type"]) == (status, "application/problem+json")
    assert got.json["status"] == status
    if field is not None:
        assert field in {error["field"] for error in got.json["errors"]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"), ("page=x", "page"), ("per_page=101", "per_page"), ("cuisine=%00", "cuisine"),
        ("location=%00", "location"), ("colour=red", "colour"), ("max_price_cents=0", "max_price_cents"),
    ],
)  # fmt: skip
def test_a_query_that_is_not_right(anybody: Person, query: str, field: str) -> None:
    got = anybody.raw("GET", f"/api/coocook/chefs?{query}")
    assert got.status == 422
    assert [error["field"] for error in got.json["errors"]] == [field]


@pytest.mark.parametrize("path", ["0", "x", "-1", str(2**63), "1.5", "9" * 30])
def test_an_id_that_is_none(anybody: Person, path: str) -> None:
    got = anybody.raw("GET", f"/api/coocook/chefs/{path}")
    assert (got.status, got.headers["Content-Type"]) == (404, "application/problem+json")


def test_another_media_type_method_or_key(anybody: Person) -> None:
    me = anybody.signed_up()
    headers = {"Authorization": f"Bearer {me.token}", "Content-Type": "text/plain"}
    assert me.send("POST", "/api/coocook/chefs", headers, b"{}").status == 415
    got = me.raw("PUT", "/api/coocook/chefs")
    assert (got.status, got.headers["Content-Type"]) == (405, "application/problem+json")
    assert me.raw("POST", "/api/coocook/bookings", {}, key="a key").status == 422
    body = {"chef_id": 1, "date": "2020-01-01", "guests": 1}
    assert me.raw("POST", "/api/coocook/bookings", body, key="two words").status == 400
    got = me.raw("POST", "/api/coocook/bookings", body)
    assert [error["field"] for error in got.json["errors"]] == ["date"]


def test_pages(anybody: Person) -> None:
    me = anybody.signed_up()
    for number in range(5):
        me("POST", "/api/ai/scenarios", {"name": f"S{number}", "prompt": "p"}, status=201)
    second = me("GET", "/api/ai/scenarios?page=2&per_page=2")
    assert (second["page"], second["per_page"], second["total"]) == (2, 2, 5)
    assert [one["name"] for one in second["items"]] == ["S2", "S3"]
    assert me("GET", "/api/ai/scenarios?page=9")["items"] == []
