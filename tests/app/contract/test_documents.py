"""What each document says is what its service does, and no request made from it gets a 500."""

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.app.api import Person
from tests.app.contract.conftest import DATABASES, Served
from tests.app.contract.world import make_world

pytestmark = pytest.mark.services

logging.getLogger("werkzeug").setLevel(logging.WARNING)

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance
]  # fmt: skip
# For each endpoint; by default the same ones each time. More are others each time: EXAMPLES=1000 pytest …
EXAMPLES = int(os.environ.get("EXAMPLES", "4"))
# A document has to be met by one deployment, and all together must not keep `make test`.
OF_EACH = settings(
    max_examples=EXAMPLES,
    derandomize="EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class World:
    """A shape of the app, where its part that has the document listens, and what is there."""

    base: str
    people: Mapping[str, Person]
    ids: Mapping[str, int]


def world(served: Served, deployment: str) -> World:
    owner = served.anybody.signed_up()
    admin = served.person(int(owner("GET", "/api/users/me")["id"]), "admin")
    people = {"owner": owner, "admin": admin}
    return World(served.addresses[deployment], people, make_world(owner, admin))


def document_at(base: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{base}/api/openapi.json").json()
    return found


def spelled_out(part: Any, document: Mapping[str, Any]) -> Any:
    """Without references, whose names depend on what else is in the document."""
    if isinstance(part, list):
        return [spelled_out(one, document) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return spelled_out(document["components"]["schemas"][part["$ref"].rpartition("/")[2]], document)
    return {name: spelled_out(one, document) for name, one in part.items()}


@pytest.mark.parametrize("deployment", DATABASES)
def test_a_document_is_true(split: Served, monolith: Served, deployment: str) -> None:
    worlds = [world(split, deployment), world(monolith, "monolith")]
    document, whole = (document_at(one.base) for one in worlds)
    # So what is made of the one document may be asked of both shapes; making it takes most of the time.
    for path, operations in document["paths"].items():
        assert spelled_out(operations, document) == spelled_out(whole["paths"][path], whole), path
    wrong: list[str] = []
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # of schemathesis's own Result
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
            try:
                check(operation, mode, worlds)
            except FailureGroup as group:
                wrong += [f"{operation.label}: {one.title}: {one.message}" for one in group.exceptions]
            except Unsatisfiable:
                # What takes nothing cannot be given anything wrong.
                assert mode is GenerationMode.NEGATIVE, operation.label
    assert wrong == []


def test_every_operation_of_the_monolith_is_in_a_document(split: Served, monolith: Served) -> None:
    paths = set().union(*(document_at(split.addresses[name])["paths"] for name in DATABASES))
    assert paths == set(document_at(monolith.addresses["monolith"])["paths"])


def check(operation: Any, mode: GenerationMode, worlds: Sequence[World]) -> None:
    """`max_examples` requests of one operation to each shape, half of them to objects that are there."""

    with requests.Session() as session:

        @OF_EACH
        @given(
            case=operation.as_strategy(generation_mode=mode),
            who=st.sampled_from(["admin", "owner"]),
            there=st.booleans(),
        )
        def ask(case: Any, who: str, there: bool) -> None:
            made = dict(case.path_parameters or {})
            for one in worlds:
                if there:
                    case.path_parameters = {name: one.ids.get(name, value) for name, value in made.items()}
                headers = {"Authorization": f"Bearer {one.people[who].token}"}
                response = case.call(base_url=one.base, session=session, headers=headers)
                case.validate_response(response, checks=CHECKS)

        ask()
