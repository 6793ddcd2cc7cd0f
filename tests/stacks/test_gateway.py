from collections.abc import Callable
from typing import Any

import pytest

from app.identity.tokens import verification_keys
from components.network.cidr_plan import plan
from stacks.gateway import compose_entry  # noqa: F401  what is composed here is read from the whole
from stacks.gateway_routes import ROUTES
from tests.components.workloads.kong import every_route, parsed, problems
from tests.phases import INSTALLATION, PHASES
from tests.recording import ACCOUNT, KEPT, Recorded, Recording

Platform = Callable[[str, bool], Recording]
GUARDED = next(name for name, spec in PHASES.items() if spec.gateway)
CONFIG_MAP, SECRET = "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Secret"


def deployment(recording: Recording) -> Recorded:
    return recording.one("kubernetes:apps/v1:Deployment", "gateway-deployment")


@pytest.fixture
def document(platform: Platform) -> dict[str, Any]:
    found = platform(GUARDED, False).one(CONFIG_MAP, "gateway-configuration").inputs["data"]
    return parsed(found["kong.yml"])


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_without_a_gateway_has_none(platform: Platform, phase: str, preview: bool) -> None:
    found = platform(phase, preview).of("softfactory:workloads:Gateway")
    assert bool(found) is (PHASES[phase].gateway is not None)


def test_kong_knows_every_field_of_the_phase(document: dict[str, Any]) -> None:
    assert problems(document) == []


def test_every_route_leads_to_the_service_that_has_its_process(document: dict[str, Any]) -> None:
    hosts = {service["name"]: service["host"] for service in document["services"]}
    for name, web in PHASES[GUARDED].web_services.items():
        assert {
            host for route, host in hosts.items() if route in {row.name for row in ROUTES[web.process]}
        } == {name}
    own = {"health", "preflight"}
    rows = {row.name for rows in ROUTES.values() for row in rows}
    assert {route["name"] for route in every_route(document)} == rows | own


def test_its_upstreams_are_the_services_in_the_cluster(document: dict[str, Any]) -> None:
    assert {one["name"]: one["targets"][0]["target"] for one in document["upstreams"]} == {
        name: f"{name}.softfactory.svc.cluster.local:80" for name in PHASES[GUARDED].web_services
    }


def test_it_accepts_the_keys_that_the_app_accepts(document: dict[str, Any]) -> None:
    (consumer,) = document["consumers"]
    found = {secret["key"]: secret["rsa_public_key"].strip() for secret in consumer["jwt_secrets"]}
    assert len(found) == 2
    assert found.keys() == verification_keys(KEPT["jwt_verification_keys"]).keys()
    assert all(pem in KEPT["jwt_verification_keys"] for pem in found.values())


def test_limits_are_those_of_the_phase_in_the_redis_that_keeps_state(document: dict[str, Any]) -> None:
    size = PHASES[GUARDED].gateway
    assert size is not None
    (consumer,) = document["consumers"]
    everywhere = next(one for one in document["plugins"] if one["name"] == "rate-limiting")["config"]
    assert everywhere["minute"] == size.requests_per_address_per_minute
    assert consumer["plugins"][0]["config"]["minute"] == size.requests_per_user_per_minute
    assert everywhere["redis"]["host"] == "primary.state-id"
    # Sessions are in the first, and jobs were in the second while there was no broker.
    assert everywhere["redis"]["database"] == 2


def test_no_secret_is_in_the_configuration(platform: Platform, document: dict[str, Any]) -> None:
    recording = platform(GUARDED, False)
    password = recording.one(SECRET, "gateway-counters").inputs["stringData"]["counters-password"]
    configuration = recording.one(CONFIG_MAP, "gateway-configuration")
    assert password
    assert password not in configuration.inputs["data"]["kong.yml"]
    assert not [key for name, key in KEPT.items() if name != "jwt_verification_keys" and key in str(document)]
    # So a preview can show what changes.
    assert "data" not in configuration.secrets


def test_proxies_are_believed_and_nobody_else(platform: Platform) -> None:
    (container,) = deployment(platform(GUARDED, False)).inputs["spec"]["template"]["spec"]["containers"]
    variables = {item["name"]: item.get("value") for item in container["env"]}
    public = [str(block) for block in plan(INSTALLATION.vpc_cidr).public]
    assert variables["KONG_TRUSTED_IPS"].split(",") == [*public, "203.0.113.0/24"]
    assert container["image"] == (
        f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/kong@{INSTALLATION.gateway_image.digest}"
    )


def test_it_starts_after_the_services_and_nobody_is_sent_to_it_before(platform: Platform) -> None:
    recording = platform(GUARDED, False)
    pods = deployment(recording)
    for name in PHASES[GUARDED].web_services:
        assert recording.one("kubernetes:apps/v1:Deployment", f"{name}-deployment").urn in pods.dependencies
    assert pods.urn in recording.one("kubernetes:core/v1:Service", "entry-service").dependencies


def test_pages_of_the_platform_may_read_its_answers(document: dict[str, Any]) -> None:
    cors = next(one for one in document["plugins"] if one["name"] == "cors")["config"]
    assert cors["origins"] == [f"https://{INSTALLATION.domain}"]
