from typing import Any

import pulumi

from components.workloads.pod_resources import PodResources
from components.workloads.tool_pod import Tool, tool_resources
from tests.components.workloads.pods import assert_restricted, container_of, custom, inputs, pod_of
from tests.components.workloads.watching import wiring
from tests.recording import Recording, record

SIZE = PodResources(cpu_request_millicores=50, memory_request_mib=100, memory_limit_mib=200)
TOOL = Tool(user=65534, ports={"http": 9090}, ready_path="/-/ready", live_path="/-/healthy")


def made(preview: bool, chart: str = "alertmanager", tool: Tool = TOOL, **changes: Any) -> Recording:
    wired = wiring(chart, **changes.pop("wiring", {}))

    def program() -> None:
        tool_resources(
            "watcher",
            tool,
            wired,
            size=SIZE,
            command=["--a"],
            environment={"B": "c"},
            parent=pulumi.ComponentResource("test:test:Test", "watcher"),
            **{"replicas": 2, "scratch_mib": 64, **changes},
        )

    return record(program, preview=preview)


def workload(recording: Recording, kind: str = "apps/v1:StatefulSet") -> dict[str, Any]:
    return inputs(recording, kind, f"watcher-{kind.split(':')[1].lower()}")


def test_its_pods_are_restricted(preview: bool) -> None:
    found = workload(made(preview))
    assert_restricted(found)
    assert pod_of(found)["securityContext"]["runAsUser"] == 65534
    assert pod_of(found)["priorityClassName"] == "softfactory-watching"
    assert container_of(found)["resources"]["limits"] == {"memory": "200Mi"}
    # Below the limit of its memory, so that its garbage is collected first.
    assert {"name": "GOMEMLIMIT", "value": "180MiB"} in container_of(found)["env"]


def test_only_who_calls_kubernetes_has_a_token(preview: bool) -> None:
    calling = Tool(user=1, ports={"http": 1}, ready_path="/", live_path="/", calls_kubernetes=True)
    assert pod_of(workload(made(preview, tool=calling)))["automountServiceAccountToken"] is True


def test_its_configuration_is_mounted_and_another_one_is_a_rollout() -> None:
    recording = made(False)
    found = workload(recording)
    volumes = {volume["name"]: volume for volume in pod_of(found)["volumes"]}
    assert volumes["configuration"]["configMap"] == {
        "name": "watcher-configuration-0a1b2c3d",
        "items": [{"key": "alertmanager.yml", "path": "alertmanager.yml"}],
    }
    written = inputs(recording, "core/v1:ConfigMap", "watcher-configuration")
    assert written["immutable"] is True, "another text is another name, which is another pod"
    assert "secrets" not in volumes


def test_a_secret_is_a_file_and_nowhere_else(preview: bool) -> None:
    recording = made(preview, secrets={"a-key": pulumi.Output.secret("the-key")})
    secret = recording.one("kubernetes:core/v1:Secret", "watcher-secrets")
    assert secret.inputs["stringData"] == {"a-key": "the-key"}
    assert "stringData" in secret.secrets
    for item in recording.resources:
        assert item is secret or "the-key" not in str(item.inputs)
    (volume,) = (one for one in pod_of(workload(recording))["volumes"] if one["name"] == "secrets")
    assert volume["secret"]["items"] == [{"key": "a-key", "path": "a-key"}]
    assert volume["secret"]["defaultMode"] == 0o440


def test_what_it_keeps_is_on_a_volume_or_bounded_on_its_node(preview: bool) -> None:
    found = workload(made(preview, storage_gib=7, scratch_mib=0))
    (claim,) = found["spec"]["volumeClaimTemplates"]
    assert claim["spec"]["storageClassName"] == "gp3"
    assert claim["spec"]["resources"] == {"requests": {"storage": "7Gi"}}
    assert claim["metadata"]["name"] == "data"
    assert "data" not in {volume["name"] for volume in pod_of(found)["volumes"]}
    on_node = workload(made(preview))
    assert "volumeClaimTemplates" not in on_node["spec"]
    (scratch,) = (volume for volume in pod_of(on_node)["volumes"] if volume["name"] == "data")
    assert scratch["emptyDir"] == {"sizeLimit": "64Mi"}


def test_two_with_volumes_are_never_in_one_zone(preview: bool) -> None:
    def rules(recording: Recording) -> dict[str, str]:
        found = pod_of(workload(recording))["topologySpreadConstraints"]
        return {rule["topologyKey"]: rule["whenUnsatisfiable"] for rule in found}

    zone, node = "topology.kubernetes.io/zone", "kubernetes.io/hostname"
    assert rules(made(preview, storage_gib=7)) == {zone: "DoNotSchedule", node: "ScheduleAnyway"}
    assert rules(made(preview)) == {zone: "ScheduleAnyway", node: "ScheduleAnyway"}
    assert "topologySpreadConstraints" not in pod_of(workload(made(preview, replicas=1)))


def test_a_node_can_be_drained_of_one_of_several(preview: bool) -> None:
    budget = ("kubernetes:policy/v1:PodDisruptionBudget", "watcher-poddisruptionbudget")
    assert budget in custom(made(preview))
    assert budget not in custom(made(preview, replicas=1))
    assert budget not in custom(made(preview, wiring={"disruptions": False}))


def test_one_alone_ends_before_the_next_begins(preview: bool) -> None:
    ports = {"http": 1, "otlp": 2, "health": 3}
    tool = Tool(user=1, ports=ports, probe_port="health", ready_path="/s", live_path="/l")
    recording = made(preview, chart="jaeger", tool=tool, replicas=1)
    found = workload(recording, "apps/v1:Deployment")
    assert found["spec"]["strategy"] == {"type": "Recreate"}
    container = container_of(found)
    assert container["readinessProbe"]["httpGet"] == {"path": "/s", "port": "health"}
    assert container["livenessProbe"]["httpGet"] == {"path": "/l", "port": "health"}
    assert pod_of(found)["automountServiceAccountToken"] is False
