"""Every endpoint × anonymous, demo, another user, the owner, an admin."""

import re
from collections import defaultdict

import httpx
import pytest

from app.domain.catalog import ENDPOINTS
from app.domain.endpoint import Access, Endpoint
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Got, Person
from tests.app.contract.conftest import Served
from tests.app.contract.world import bodies, make_world
from tests.app.settings_values import COMPLETE

pytestmark = pytest.mark.services

EVERY_ENDPOINT = [endpoint for rows in ENDPOINTS.values() for endpoint in rows]
# Those that name an object which everybody may see, or act on for themselves.
FOR_EVERYBODY = {"platform.get_product", "review.apply"}
# What is wrong about the bodies of the matrix, on purpose: these people and tokens do not exist.
REFUSED_ANYWAY = {
    "platform.log_in": 401,
    "platform.refresh": 401,
    "platform.log_out": 401,
    "platform.change_password": 422,
}
# Beside the endpoints: what probes and scrapers read, and what only an admin may.
OPEN_PAGES = {"/healthz", "/readyz", "/metrics", "/api/openapi.json"}
ADMIN_PAGES = {"/api/topology"}
# What deletes comes after the rest, and what takes other objects with it comes last.
LAST = {"sns_auto.remove_account": 2, "platform.delete_user": 3}


def ask(person: Person, endpoint: Endpoint, ids: dict[str, int]) -> Got:
    path = re.sub(r"{(\w+)}", lambda name: str(ids[name[1]]), endpoint.path)
    return person.raw(endpoint.method, path, bodies(ids).get(endpoint.name) if endpoint.body else None)


def test_every_endpoint_has_what_the_matrix_asks_it_with() -> None:
    ids: dict[str, int] = defaultdict(int)
    assert {row.name for row in EVERY_ENDPOINT if row.body is not None} == set(bodies(ids))
    exceptions = FOR_EVERYBODY | set(REFUSED_ANYWAY) | set(LAST)
    assert exceptions <= {row.name for row in EVERY_ENDPOINT}


def test_the_operators_pages_are_in_the_matrix_too() -> None:
    app = create_app(load(COMPLETE), "platform")
    served = {str(rule) for rule in app.url_map.iter_rules()}
    paths = {re.sub(r"{(\w+)}", r"<\1>", row.path) for row in EVERY_ENDPOINT}
    assert served - paths == OPEN_PAGES | ADMIN_PAGES


def test_who_sees_the_operators_pages(served: Served) -> None:
    user, user_id = someone(served)
    demo = Person(served.send, served.anybody("POST", "/api/auth/demo")["access_token"])
    admin = served.person(user_id, "admin")
    forged = Person(served.send, f"{user.token[:-4]}AAAA")
    expected = {served.anybody: 401, forged: 401, demo: 403, user: 403, admin: 200}
    client = httpx.Client()
    for deployment in served.addresses.values():
        for path in ADMIN_PAGES:
            for person, status in expected.items():
                headers = {"Authorization": f"Bearer {person.token}"} if person.token else {}
                assert client.get(deployment + path, headers=headers).status_code == status, path
        for path in OPEN_PAGES:
            assert client.get(deployment + path).status_code == 200, path


def owned(endpoint: Endpoint) -> bool:
    return "{" in endpoint.path and endpoint.access is Access.USER and endpoint.name not in FOR_EVERYBODY


def someone(served: Served) -> tuple[Person, int]:
    person = served.anybody.signed_up()
    return person, int(person("GET", "/api/users/me")["id"])


def test_who_may_not_is_refused(served: Served) -> None:
    owner, owner_id = someone(served)
    admin = served.person(owner_id, "admin")
    ids = make_world(owner, admin) | {"user_id": owner_id}
    demo = Person(served.send, served.anybody("POST", "/api/auth/demo")["access_token"])
    other, _ = someone(served)
    wrong = []
    for endpoint in EVERY_ENDPOINT:
        public, reads = endpoint.access is Access.PUBLIC, endpoint.method == "GET"
        refusals = {
            "anonymous": (served.anybody, None if public else 401),
            "demo": (demo, None if public or (reads and endpoint.access is Access.USER) else 403),
            "other": (other, 403 if endpoint.access is Access.ADMIN else 404 if owned(endpoint) else None),
        }
        for who, (person, refusal) in refusals.items():
            got = ask(person, endpoint, ids).status
            if refusal is not None and got != refusal:
                wrong.append(f"{endpoint.name}: {who} got {got}, not {refusal}")
            if refusal is None and got in (401, 403) and got != REFUSED_ANYWAY.get(endpoint.name):
                wrong.append(f"{endpoint.name}: {who} got {got}")
            if got >= 500:
                wrong.append(f"{endpoint.name}: {who} got {got}")
    assert wrong == []


@pytest.mark.parametrize("who", ["owner", "admin"])
def test_who_may_is_let_in(served: Served, who: str) -> None:
    owner, owner_id = someone(served)
    _, admin_id = someone(served)
    admin = served.person(admin_id, "admin")
    ids = make_world(owner, admin) | {"user_id": owner_id}
    person = {"owner": owner, "admin": admin}[who]
    wrong = []
    for endpoint in sorted(EVERY_ENDPOINT, key=lambda row: LAST.get(row.name, row.method == "DELETE")):
        got = ask(person, endpoint, ids)
        if who == "owner" and endpoint.access is Access.ADMIN:
            # What is one's own is not what is an admin's.
            if got.status != 403:
                wrong.append(f"{endpoint.name}: {who} got {got.status}, not 403")
            continue
        # Let in, though the object may not be in a state for it; scenarios in use are kept.
        if got.status not in {endpoint.status, 409, REFUSED_ANYWAY.get(endpoint.name)}:
            wrong.append(f"{endpoint.name}: {who} got {got.status} {got.body.decode()[:200]}")
    assert wrong == []
