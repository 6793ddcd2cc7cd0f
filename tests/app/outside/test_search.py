"""The search of campaigns on a real OpenSearch, in the review service that uses it."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr

from app.backing.opensearch.server import OpenSearchServer
from app.backing.tls import Certificates
from app.domain.problem import Unavailable
from app.outside import search
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.contract.world import new_campaign
from tests.app.waiting import eventually

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def opensearch(folder: Path, certificates: Certificates) -> Iterator[OpenSearchServer]:
    server = OpenSearchServer(folder / "opensearch", certificates).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def app(phase1: dict[str, str], opensearch: OpenSearchServer, certificates: Certificates) -> Iterator[Flask]:
    variables = phase1 | {"SEARCH_URL": opensearch.url, "SEARCH_CA_FILE": str(certificates.ca_file)}
    made = create_app(load(variables), "monolith")
    yield made
    made.extensions["runtime"].close()


@pytest.fixture
def anybody(app: Flask) -> Person:
    return Person(through_flask(app))


def found(person: Person, words: str) -> list[int]:
    page = person("GET", f"/api/review/campaigns?q={words}")
    return [campaign["id"] for campaign in page["items"]]


def test_a_new_campaign_is_found_by_words_that_are_nearly_right(anybody: Person) -> None:
    brand = anybody.signed_up()
    rare = uuid.uuid4().hex[:10]
    tea = new_campaign() | {"title": f"Camomile tea {rare}", "brief": "From the mountains"}
    bike = new_campaign() | {"title": "Electric bicycles", "brief": f"For the mountains {rare}"}
    tea_id, bike_id = (brand("POST", "/api/review/campaigns", one, status=201)["id"] for one in (tea, bike))
    # One letter is wrong, and one is missing.
    assert found(anybody, "camomele") == [tea_id]
    assert found(anybody, "bicycle") == [bike_id]
    # Words of the title weigh more than those of the brief.
    assert set(found(anybody, rare)) == {tea_id, bike_id}
    assert found(anybody, f"{rare[::-1]}x") == []


def test_words_are_data_and_no_query_language(anybody: Person) -> None:
    for words in ("*", "title:tea OR 1", "%22", "%7B%22match_all%22:%7B%7D%7D", "tea%26size=1"):
        assert isinstance(found(anybody, words), list)


def test_without_the_search_the_rest_is_served(
    anybody: Person, app: Flask, opensearch: OpenSearchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAUSE_SECONDS", 0.2)
    brand = anybody.signed_up()
    opensearch.kill()
    problem = anybody("GET", f"/api/review/campaigns?q=tea{uuid.uuid4().hex[:6]}", status=503)
    assert "list without `q`" in problem["detail"]
    assert anybody("GET", "/api/review/campaigns")["total"] >= 0
    body = new_campaign() | {"title": f"Late {uuid.uuid4().hex[:10]}"}
    late = brand("POST", "/api/review/campaigns", body, status=201)
    assert anybody("GET", f"/api/review/campaigns/{late['id']}")["title"] == body["title"]
    opensearch.start()
    eventually(
        lambda: anybody.raw("GET", f"/api/review/campaigns?q={uuid.uuid4().hex}").status == 200,
        "the search's return",
    )
    # What it has missed meanwhile it gets by the clock.
    words = body["title"].split()[1]
    assert found(anybody, words) == []
    app.extensions["runtime"].runner.run_chore("review", "index_every_campaign")
    assert found(anybody, words) == [late["id"]]


def test_an_authority_that_nobody_vouches_for_is_refused(opensearch: OpenSearchServer) -> None:
    with pytest.raises(Unavailable):
        search.OpenSearchCampaigns(SecretStr(opensearch.url), None).find("tea", 1)
