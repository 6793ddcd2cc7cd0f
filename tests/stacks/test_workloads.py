from collections.abc import Callable, Mapping
from typing import Any

import pytest

from stacks.workloads import MIGRATION_SECONDS, ROLES_SECONDS, compose_workloads  # noqa: F401  what is composed here is read from the whole
from tests.phases import INSTALLATION, PHASES
from tests.recording import ACCOUNT, Recorded, Recording

Platform = Callable[[str, bool], Recording]
DEPLOYMENT, JOB = "kubernetes:apps/v1:Deployment", "kubernetes:batch/v1:Job"


@pytest.mark.parametrize("phase", PHASES)
def test_each_workload_of_the_phase_is_there(platform: Platform, phase: str, preview: bool) -> None:
    spec, recording = PHASES[phase], platform(phase, preview)
    assert {item.inputs["metadata"]["name"] for item in recording.of(DEPLOYMENT).values()} == {
        *spec.web_services,
        *(["gateway"] if spec.gateway else []),
        *(["grafana", "jaeger"] if spec.monitoring else []),
        *(f"{name}-worker" for name in spec.workers),
        *(f"{name}-beat" for name in spec.beats),
    }
    assert recording.of(JOB).keys() == {
        *(f"{name}-{job}-job" for name in spec.databases for job in ("roles", "migrate")),
        *(f"{name}-users-job" for name in spec.brokers),
    }


@pytest.mark.parametrize("phase", PHASES)
def test_pods_wait_for_the_tables_of_their_database(platform: Platform, phase: str) -> None:
    spec, recording = PHASES[phase], platform(phase, False)
    sections: dict[str, Mapping[str, Any]] = {
        "": spec.web_services,
        "-worker": spec.workers,
        "-beat": spec.beats,
    }
    for suffix, sizes in sections.items():
        for name, size in sizes.items():
            found = recording.one(DEPLOYMENT, f"{name}{suffix}-deployment")
            assert recording.one(JOB, f"{size.database}-migrate-job").urn in found.dependencies
            for broker in spec.brokers:  # as whose users it connects
                assert recording.one(JOB, f"{broker}-users-job").urn in found.dependencies
    for name in spec.databases:
        migration = recording.one(JOB, f"{name}-migrate-job")
        assert recording.one(JOB, f"{name}-roles-job").urn in migration.dependencies


def command(item: Recorded) -> list[str]:
    (container,) = item.inputs["spec"]["template"]["spec"]["containers"]
    repository = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/softfactory"
    assert container["image"] == f"{repository}@{INSTALLATION.image.digest}"
    return list(container["command"][3:])


def test_the_tables_of_a_database_are_those_of_who_uses_it(platform: Platform) -> None:
    recording = platform("phase3", False)
    shared = command(recording.one(JOB, "platform-migrate-job"))
    assert (shared[:2], set(shared[2:])) == (["migrate", "expand"], {"platform", "experience"})
    assert command(recording.one(JOB, "ai-automation-migrate-job")) == ["migrate", "expand", "ai"]
    roles = recording.one("kubernetes:core/v1:ConfigMap", "platform-roles-settings").inputs["data"]
    assert set(roles["ROLE_SHAPES"].split(",")) == {"platform", "experience"}
    assert roles["DATABASE_USER"] == "app_admin"


@pytest.mark.parametrize("phase", PHASES)
def test_one_service_is_the_entry(platform: Platform, phase: str) -> None:
    services = platform(phase, False).of("kubernetes:core/v1:Service").values()
    ports = {
        item.inputs["metadata"]["name"]: item.inputs["spec"]["ports"][0]["nodePort"]
        for item in services
        if item.inputs["spec"]["type"] == "NodePort"
    }
    assert ports == {"entry": 30080}


def test_a_lone_node_is_not_kept_from_being_drained(platform: Platform) -> None:
    kind = "kubernetes:policy/v1:PodDisruptionBudget"
    assert not platform("phase1", False).of(kind)
    assert {item.inputs["metadata"]["name"] for item in platform("phase2", False).of(kind).values()} == {
        "platform",
        "jobs-worker",
    }


@pytest.mark.parametrize("phase", PHASES)
def test_no_pod_may_call_kubernetes_and_a_beat_alone_aws(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    identities = {
        association.inputs["serviceAccount"]
        for association in recording.of("aws:eks/podIdentityAssociation:PodIdentityAssociation").values()
        if association.inputs["namespace"] != "kube-system"
    }
    assert identities == ({"jobs-beat"} if PHASES[phase].queues_on_redis else set())
    for item in (*recording.of(DEPLOYMENT).values(), *recording.of(JOB).values()):
        pod = item.inputs["spec"]["template"]["spec"]
        account = recording.one(
            "kubernetes:core/v1:ServiceAccount", f"{pod['serviceAccountName']}-serviceaccount"
        )
        assert account.inputs["automountServiceAccountToken"] is False
        assert pod["automountServiceAccountToken"] is False
