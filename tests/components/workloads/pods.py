"""What the tests of workloads share: a binding, and how to look at the pods of a recording."""

from collections.abc import Mapping
from typing import Any

from components.workloads.network_rules import to_addresses
from components.workloads.pod import PodBinding
from tests.recording import Recording

BINDING = PodBinding(
    image="app@sha256:1", configuration="settings-1", secret="settings-2", certificates="certificates-1"
)
RULES = to_addresses(["10.0.0.0/24"], [5432])
SECRETS = ["database_password", "jwt_verification_keys"]


def custom(recording: Recording) -> set[tuple[str, str]]:
    """Return type and name of everything but components."""
    return {(item.type, item.name) for item in recording.resources if item.custom}


def inputs(recording: Recording, kind: str, name: str) -> dict[str, Any]:
    return dict(recording.one(f"kubernetes:{kind}", name).inputs)


def pod_of(workload: Mapping[str, Any]) -> dict[str, Any]:
    return dict(workload["spec"]["template"]["spec"])


def container_of(workload: Mapping[str, Any]) -> dict[str, Any]:
    (found,) = pod_of(workload)["containers"]
    return dict(found)


def environment(workload: Mapping[str, Any]) -> dict[str, str]:
    return {item["name"]: item["value"] for item in container_of(workload)["env"]}


def assert_restricted(workload: Mapping[str, Any]) -> None:
    pod, container = pod_of(workload), container_of(workload)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def assert_bound(workload: Mapping[str, Any]) -> None:
    """Its image, its settings and its files are those of the binding, and no secret is in the environment."""
    pod, container = pod_of(workload), container_of(workload)
    assert container["image"] == "app@sha256:1"
    assert container["envFrom"] == [{"configMapRef": {"name": "settings-1"}}]
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert volumes["certificates"]["configMap"] == {"name": "certificates-1"}
    assert volumes["secrets"]["secret"]["secretName"] == "settings-2"
    files = {item["path"] for item in volumes["secrets"]["secret"]["items"]}
    assert files == {"database-password", "jwt-verification-keys"}
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    found = environment(workload)
    assert found["DATABASE_PASSWORD_FILE"] == f"{mounts['secrets']}/database-password"
    assert found["JWT_VERIFICATION_KEYS_FILE"] == f"{mounts['secrets']}/jwt-verification-keys"
    assert found["DATABASE_CA_FILE"] == f"{mounts['certificates']}/database.pem"
    assert "DATABASE_PASSWORD" not in found
