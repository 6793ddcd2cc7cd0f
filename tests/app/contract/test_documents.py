"""What each document says is what its service does, and no request made from it gets a 500."""

import logging
import os
from collections.abc import Mapping
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


@pytest.mark.parametrize("deployment", ["monolith", *DATABASES])
def test_a_document_is_true(request: pytest.FixtureRequest, deployment: str) -> None:
    served: Served = request.getfixturevalue("monolith" if deployment == "monolith" else "split")
    owner = served.anybody.signed_up()
    admin = served.person(int(owner("GET", "/api/users/me")["id"]), "admin")
    ids = make_world(owner, admin)
    base = served.addresses[deployment]
    document = httpx.get(f"{base}/api/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    wrong: list[str] = []
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
            try:
                check(operation, mode, base, {"owner": owner, "admin": admin}, ids)
            except FailureGroup as group:
                wrong += [f"{operation.label}: {one.title}: {one.message}" for one in group.exceptions]
            except Unsatisfiable:
                # What takes nothing cannot be given anything wrong.
                assert mode is GenerationMode.NEGATIVE, operation.label
    assert wrong == []


def check(
    operation: Any, mode: GenerationMode, base: str, people: Mapping[str, Person], ids: Mapping[str, int]
) -> None:
    """`max_examples` requests of one operation, half of them to objects that are there."""

    with requests.Session() as session:

        @OF_EACH
        @given(
            case=operation.as_strategy(generation_mode=mode),
            who=st.sampled_from(sorted(people)),
            there=st.booleans(),
        )
        def ask(case: Any, who: str, there: bool) -> None:
            if there:
                case.path_parameters = {
                    name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()
                }
            headers = {"Authorization": f"Bearer {people[who].token}"}
            response = case.call(base_url=base, session=session, headers=headers)
            case.validate_response(response, checks=CHECKS)

        ask()
