"""Every endpoint × anonymous, demo, another user, the owner, an admin."""

import re

import pytest

from app.domain.catalog import ENDPOINTS
from app.domain.endpoint import Access, Endpoint
from tests.app.api import Got, Person
from tests.app.contract.conftest import Served
from tests.app.contract.world import bodies, make_world

pytestmark = pytest.mark.services

EVERY_ENDPOINT = [endpoint for rows in ENDPOINTS.values() for endpoint in rows]
# Those that name an object which everybody may see, or act on for themselves.
FOR_EVERYBODY = {"platform.get_product", "review.apply"}
# What is wrong about the bodies of the matrix, on purpose: these people and tokens do not exist.
REFUSED_ANYWAY = {"platform.log_in": 401, "platform.refresh": 401, "platform.log_out": 401}
# What deletes comes after the rest, and what takes other objects with it comes last.
LAST = {"sns_auto.remove_account": 2, "platform.delete_user": 3}


def ask(person: Person, endpoint: Endpoint, ids: dict[str, int]) -> Got:
    path = re.sub(r"{(\w+)}", lambda name: str(ids[name[1]]), endpoint.path)
    return person.raw(endpoint.method, path, bodies(ids).get(endpoint.name) if endpoint.body else None)


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
        if who == "owner" and endpoint.access is Access.ADMIN:
            continue
        got = ask(person, endpoint, ids)
        # Let in, though the object may not be in a state for it; scenarios in use are kept.
        if got.status not in {endpoint.status, 409, REFUSED_ANYWAY.get(endpoint.name)}:
            wrong.append(f"{endpoint.name}: {who} got {got.status} {got.body.decode()[:200]}")
    assert wrong == []
