"""The settings that the platform gives are those that the app reads."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from app.settings import BrokerUsersSettings, DatabaseSettings, RolesSettings, Settings
from stacks.app_settings import OF_SIGNING_IN, Stores
from tests.phases import PHASES
from tests.recording import Recorded, Recording

Platform = Callable[[str, bool], Recording]
# What the start scripts read besides the settings.
OF_SCRIPTS = {
    "web": {"PORT", "WEB_CONCURRENCY", "WORKER_CLASS", "WORKER_TIMEOUT_SECONDS"},
    "worker": {"METRICS_PORT", "WORKER_CONCURRENCY", "WORKER_QUEUES"},
    "beat": {"CLOUDWATCH_REGION"},
}
COMPONENT = "app.kubernetes.io/component"
# AWS's certificates for these are of public authorities, which the image knows; the app knows the last.
NEVER_GIVEN = {
    "redis_ca_file", "broker_ca_file", "search_ca_file", "smtp_ca_file", "broker_visibility_seconds",
}  # fmt: skip
# Of stores and parts that not every phase has.
SOMETIMES = {
    "cache_url", "state_url", "broker_url", "search_url", "otlp_endpoint", "platform_url", "coocook_url",
    "gateway_url",
}  # fmt: skip


def config_map(recording: Recording, pod: dict[str, Any]) -> dict[str, str]:
    (container,) = pod["containers"]
    (source,) = container["envFrom"]
    name = source["configMapRef"]["name"].removesuffix("-0a1b2c3d")
    found: dict[str, str] = recording.one("kubernetes:core/v1:ConfigMap", name).inputs["data"]
    return found


def of_the_app(recording: Recording) -> list[Recorded]:
    """Return the Deployments that run its image."""
    found = recording.of("kubernetes:apps/v1:Deployment").values()
    return [item for item in found if item.inputs["metadata"]["labels"][COMPONENT] in OF_SCRIPTS]


def variables(recording: Recording, workload: Any) -> dict[str, str]:
    """Return the environment of a pod, as its process sees it."""
    pod = workload.inputs["spec"]["template"]["spec"]
    own = {item["name"]: item["value"] for item in pod["containers"][0]["env"]}
    return {**config_map(recording, pod), **own}


def settings_of(environment: dict[str, str], of_script: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]  # it is only read
    names = {name for name in environment if name not in of_script}
    for name in names:
        # Of a secret only where it is, of a file that is no secret its path.
        assert not (name.endswith("_FILE") and name.removesuffix("_FILE") in names)
    models = (Settings, RolesSettings, BrokerUsersSettings)
    known = {field.upper() for model in models for field in model.model_fields}
    return {name.lower() if name in known else name.removesuffix("_FILE").lower() for name in names}


@pytest.mark.parametrize("phase", PHASES)
def test_a_process_is_given_what_the_app_reads_and_nothing_else(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    for item in of_the_app(recording):
        component = item.inputs["metadata"]["labels"][COMPONENT]
        found = settings_of(variables(recording, item), OF_SCRIPTS[component])
        assert found <= set(Settings.model_fields) - NEVER_GIVEN
        left_out = set(Settings.model_fields) - NEVER_GIVEN - SOMETIMES - found
        assert left_out == (set() if "jwt_signing_key" in found else set(OF_SIGNING_IN))


@pytest.mark.parametrize("phase", PHASES)
def test_a_job_is_given_what_the_app_reads_and_nothing_else(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    for name, item in recording.of("kubernetes:batch/v1:Job").items():
        found = settings_of(variables(recording, item))
        if name.endswith("-users-job"):
            # Every pod is told of the databases' authorities; Amazon MQ's are those of the image.
            assert found - {"database_ca_file"} == set(BrokerUsersSettings.model_fields) - {"broker_ca_file"}
            continue
        model = RolesSettings if name.endswith("-roles-job") else DatabaseSettings
        assert found == set(model.model_fields)


def test_every_setting_is_given_somewhere(platform: Platform) -> None:
    recording = platform("phase3", False)
    deployments = of_the_app(recording)
    given = set().union(
        *(
            settings_of(variables(recording, item), OF_SCRIPTS[item.inputs["metadata"]["labels"][COMPONENT]])
            for item in deployments
        )
    )
    stores = {"cache_url", "state_url", "broker_url", "search_url"}
    url = pulumi.Output.from_input("url")
    assert Stores(cache_url=url, state_url=url, broker_url=url, search_url=url).addresses().keys() == stores
    assert set(Settings.model_fields) - given - stores == NEVER_GIVEN


@pytest.mark.parametrize("phase", PHASES)
def test_traces_go_where_there_is_somebody_who_keeps_them(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    found = {variables(recording, item).get("OTLP_ENDPOINT") for item in of_the_app(recording)}
    assert found == {"http://jaeger:4318" if PHASES[phase].monitoring else None}


@pytest.mark.parametrize("phase", PHASES)
def test_only_who_signs_people_in_has_the_keys_of_signing_in(platform: Platform, phase: str) -> None:
    holders = {
        item.inputs["metadata"]["name"]
        for item in platform(phase, False).of("kubernetes:apps/v1:Deployment").values()
        if any(
            file["key"] in ("jwt-signing-key", "telegram-secret")
            for volume in item.inputs["spec"]["template"]["spec"]["volumes"]
            for file in volume.get("secret", {}).get("items", [])
        )
    }
    assert holders == {"platform"}


def test_a_service_knows_where_whom_it_asks_is(platform: Platform) -> None:
    recording = platform("phase3", False)
    maps = recording.of("kubernetes:core/v1:ConfigMap")
    asked = {
        name.removesuffix("-settings"): {key: value for key, value in item.inputs["data"].items() if key in
                                         ("PLATFORM_URL", "COOCOOK_URL", "GATEWAY_URL")}
        for name, item in maps.items()
    }  # fmt: skip
    assert {name: urls for name, urls in asked.items() if urls} == {
        "platform": {"COOCOOK_URL": "http://coocook", "GATEWAY_URL": "https://app.softfactory.example"},
        "coocook": {"PLATFORM_URL": "http://platform"},
        "ai": {"PLATFORM_URL": "http://platform"},
    }


def test_replicas_are_named_with_their_ports(platform: Platform) -> None:
    data = platform("phase2", False).one("kubernetes:core/v1:ConfigMap", "monolith-settings").inputs["data"]
    hosts = data["DATABASE_REPLICA_HOSTS"].split(",")
    assert len(hosts) == 2
    assert all(host.endswith(".rds.amazonaws.com:5432") for host in hosts)
    assert data["DATABASE_USER"] == "app_monolith_a"


def test_the_jobs_set_the_passwords_that_the_processes_use(platform: Platform) -> None:
    recording = platform("phase3", False)

    def kept(name: str) -> dict[str, str]:
        found: dict[str, str] = recording.one("kubernetes:core/v1:Secret", name).inputs["stringData"]
        return found

    made = json.loads(kept("platform-roles-settings")["role-passwords"])
    assert kept("experience-settings")["database-password"] == made["app_experience_a"]
    assert kept("platform-migrate-settings")["database-password"] == made["app_owner_a"]
    assert kept("review-settings")["database-password"] not in made.values()


@pytest.mark.parametrize("phase", PHASES)
def test_no_secret_is_anywhere_but_in_a_secret(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    secrets = recording.of("kubernetes:core/v1:Secret").values()
    values = {value for item in secrets for value in item.inputs["stringData"].values()}
    assert len(values) > 5
    assert all("stringData" in item.secrets for item in secrets)
    for item in recording.resources:
        if item.type.startswith("kubernetes:") and item not in secrets:
            text = json.dumps(dict(item.inputs))
            assert not [value for value in values if value in text], item.urn
