"""Search domains are upgraded in place where AWS can, and keep what they are not told."""

from typing import Any

import pytest

from localcloud.aws.calls import Caller
from tests.localcloud.aws.conftest import Deployed, Engine
from tests.localcloud.aws.examples import EXAMPLES, World
from tests.localcloud.aws.examples.search import DOMAIN


@pytest.fixture
def inputs(engine: Engine) -> dict[str, Any]:
    return EXAMPLES[DOMAIN].inputs(World(engine))


def _status(caller: Caller, domain: Deployed) -> dict[str, Any]:
    name = domain.id.split("/")[1]
    found: dict[str, Any] = caller.client("opensearch").describe_domain(DomainName=name)["DomainStatus"]
    return found


def test_a_version_is_upgraded_and_a_volume_grown_in_one_update(
    engine: Engine, inputs: dict[str, Any], caller: Caller
) -> None:
    domain = engine.create(DOMAIN, "search", **inputs)
    larger = {"ebsEnabled": True, "volumeType": "gp3", "volumeSize": 30}
    engine.update(domain, **{**inputs, "engineVersion": "OpenSearch_3.1", "ebsOptions": larger})
    status = _status(caller, domain)
    assert (status["EngineVersion"], status["EBSOptions"]["VolumeSize"]) == ("OpenSearch_3.1", 30)


def test_a_log_that_is_named_no_more_is_switched_off(
    engine: Engine, inputs: dict[str, Any], caller: Caller
) -> None:
    domain = engine.create(DOMAIN, "search", **inputs)
    assert _status(caller, domain)["LogPublishingOptions"]["ES_APPLICATION_LOGS"]["Enabled"] is True
    slow = {**inputs["logPublishingOptions"][0], "logType": "INDEX_SLOW_LOGS"}
    engine.update(domain, **{**inputs, "logPublishingOptions": [slow]})
    options = _status(caller, domain)["LogPublishingOptions"]
    assert {type: option["Enabled"] for type, option in options.items()} == {
        "ES_APPLICATION_LOGS": False,
        "INDEX_SLOW_LOGS": True,
    }


def test_the_master_s_password_is_sent_and_kept_but_never_told(
    engine: Engine, inputs: dict[str, Any]
) -> None:
    domain = engine.create(DOMAIN, "search", **inputs)
    state = engine.read(domain)
    assert state is not None
    assert state.inputs["advancedSecurityOptions"] == inputs["advancedSecurityOptions"]


def test_an_endpoint_in_a_vpc_is_the_domain_s(engine: Engine, inputs: dict[str, Any]) -> None:
    outputs = engine.create(DOMAIN, "search", **inputs).outputs
    assert outputs["endpoint"].startswith(f"vpc-{outputs['domainName']}-")
    assert outputs["dashboardEndpoint"] == f"{outputs['endpoint']}/_dashboards"
