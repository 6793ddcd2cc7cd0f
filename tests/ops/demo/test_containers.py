import base64

import pytest

from ops.demo.containers import deployed
from tests.ops.demo.manifests import manifests, phase
from tests.phases import PHASES


@pytest.mark.parametrize("name", PHASES)
def test_every_workload_of_the_phase_is_found(name: str) -> None:
    found, size = phase(name), PHASES[name]
    assert len(found.jobs()) == 2 * len(size.databases)
    expected = len(size.web_services) + len(size.workers) + len(size.beats)
    assert len(found.servers()) == expected
    assert found.services.keys() >= {*size.web_services, "entry"}
    assert found.entry == "entry"


def test_jobs_come_in_the_order_in_which_they_were_made() -> None:
    names = [job.workload for job in phase("phase1").jobs()]
    assert [name.split("-")[1] for name in names] == ["roles", "migrate"]


def test_a_container_has_the_values_of_its_settings_and_its_secrets() -> None:
    (web,) = (one for one in phase("phase1").servers() if one.workload == "platform")
    assert web.command == ("python", "-m", "app.processes", "monolith")
    assert web.environment["DATABASE_NAME"] == "platform"
    assert web.environment["PORT"] == "8000"
    assert web.ports == {"http": 8000}
    assert web.files[web.environment["SNS_TOKEN_FILE"]] == "kept-sns-token"
    assert "BEGIN CERTIFICATE" in web.files[web.environment["DATABASE_CA_FILE"]]


def test_a_secret_is_opened_as_the_api_server_gives_it() -> None:
    items = manifests("phase1")
    for item in items:
        if item["kind"] == "Secret":
            plain = item.pop("stringData")
            item["data"] = {key: base64.b64encode(value.encode()).decode() for key, value in plain.items()}
    (web,) = (one for one in deployed(items).servers() if one.workload == "platform")
    assert web.files[web.environment["SNS_TOKEN_FILE"]] == "kept-sns-token"
