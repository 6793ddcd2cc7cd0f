from collections.abc import Iterator

import pytest

from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def anybody(phase1: dict[str, str]) -> Iterator[Person]:
    app = create_app(load(phase1), "monolith")
    yield Person(through_flask(app))
    app.extensions["runtime"].close()


def test_smoke(anybody: Person) -> None:
    me = anybody.signed_up()
    chef = me(
        "POST",
        "/api/coocook/chefs",
        {"name": "A", "cuisine": "korean", "location": "Seoul", "price_cents": 100},
        status=201,
    )
    assert anybody("GET", "/api/coocook/chefs?cuisine=korean")["total"] == 1
    print(anybody("GET", "/readyz"))
    print(anybody.raw("GET", "/metrics").body.decode()[:300])
