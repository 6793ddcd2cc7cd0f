import hashlib
from typing import Any

import pulumi

from components.workloads.gateway import Gateway, GatewayArgs
from components.workloads.gateway_size import GatewaySize
from components.workloads.network_rules import to_workloads
from stacks.charts import chart
from tests.components.workloads.pods import assert_restricted, container_of, custom, inputs, pod_of
from tests.components.workloads.test_gateway_size import VALUES
from tests.recording import Recording, record

CONFIGURATION = "_format_version: '3.0'\n"


def gateway(preview: bool, **changes: Any) -> Recording:
    args = GatewayArgs(
        size=GatewaySize.model_validate({**VALUES, **changes.pop("size", {})}),
        chart=chart("gateway"),
        namespace="softfactory",
        image="kong@sha256:1",
        configuration=changes.pop("configuration", CONFIGURATION),
        password=pulumi.Output.secret("the-password"),
        trusted=["10.0.0.0/24"],
        longest_seconds=60,
        traced_percent=5,
        rules=to_workloads(["platform"], 8000),
        disruptions=changes.pop("disruptions", True),
        after=[],
    )
    return record(lambda: Gateway("gateway", args), preview=preview)


def deployment(recording: Recording) -> dict[str, Any]:
    return inputs(recording, "apps/v1:Deployment", "gateway-deployment")


ALWAYS = {
    ("kubernetes:apps/v1:Deployment", "gateway-deployment"),
    ("kubernetes:core/v1:ConfigMap", "gateway-configuration"),
    ("kubernetes:core/v1:Secret", "gateway-counters"),
    ("kubernetes:core/v1:ServiceAccount", "gateway-serviceaccount"),
    ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "gateway-networkpolicy"),
}
BUDGET = ("kubernetes:policy/v1:PodDisruptionBudget", "gateway-poddisruptionbudget")


def test_it_is_a_deployment_with_a_configuration_a_secret_and_rules(preview: bool) -> None:
    assert custom(gateway(preview)) == {*ALWAYS, BUDGET}
    assert custom(gateway(preview, disruptions=False)) == ALWAYS
    assert custom(gateway(preview, size={"replicas": 1})) == ALWAYS


def test_it_has_the_size_of_the_phase(preview: bool) -> None:
    found = deployment(gateway(preview))
    assert found["spec"]["replicas"] == 3
    assert found["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    variables = {item["name"]: item.get("value") for item in container_of(found)["env"]}
    assert variables["KONG_NGINX_WORKER_PROCESSES"] == "2"
    assert variables["KONG_TRUSTED_IPS"] == "10.0.0.0/24"
    assert container_of(found)["resources"] == {
        "requests": {"cpu": "100m", "memory": "256Mi"},
        "limits": {"memory": "512Mi"},
    }


def test_another_configuration_is_a_rollout() -> None:
    recording = gateway(False)
    template = deployment(recording)["spec"]["template"]
    checksum = hashlib.sha256(CONFIGURATION.encode()).hexdigest()
    assert template["metadata"]["annotations"] == {"checksum/configuration": checksum}
    other = deployment(gateway(False, configuration="_format_version: '2.1'\n"))["spec"]["template"]
    assert template["metadata"]["annotations"] != other["metadata"]["annotations"]
    written = inputs(recording, "core/v1:ConfigMap", "gateway-configuration")
    assert written["data"] == {"kong.yml": CONFIGURATION}
    # Pods that are there keep what they began with.
    assert written["immutable"] is True


def test_kong_reads_what_is_mounted() -> None:
    found = deployment(gateway(False))
    mounts = {mount["name"]: mount["mountPath"] for mount in container_of(found)["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod_of(found)["volumes"]}
    variables = {item["name"]: item.get("value") for item in container_of(found)["env"]}
    assert volumes["configuration"]["configMap"] == {"name": "gateway-configuration-0a1b2c3d"}
    assert variables["KONG_DECLARATIVE_CONFIG"] == f"{mounts['configuration']}/kong.yml"
    # Its root is read-only.
    assert variables["KONG_PREFIX"] == mounts["prefix"]
    assert "emptyDir" in volumes["prefix"]
    assert container_of(found)["image"] == "kong@sha256:1"


def test_the_password_is_in_a_secret_only(preview: bool) -> None:
    recording = gateway(preview)
    secret = recording.one("kubernetes:core/v1:Secret", "gateway-counters")
    assert secret.inputs["stringData"] == {"counters-password": "the-password"}
    assert "stringData" in secret.secrets
    for item in recording.resources:
        assert item is secret or "the-password" not in str(item.inputs)


def test_the_variable_of_the_password_is_the_one_that_the_configuration_refers_to() -> None:
    (variable,) = (item for item in container_of(deployment(gateway(False)))["env"] if "valueFrom" in item)
    reference = {"name": "gateway-counters-0a1b2c3d", "key": "counters-password"}
    # Kong: vault://env/counters-password is the variable of that name in capitals, with underscores.
    assert variable == {"name": "COUNTERS_PASSWORD", "valueFrom": {"secretKeyRef": reference}}


def test_a_request_is_finished_before_its_pod_ends(preview: bool) -> None:
    found = deployment(gateway(preview))
    pause = container_of(found)["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod_of(found)["terminationGracePeriodSeconds"] > pause + 60
    assert pod_of(found)["terminationGracePeriodSeconds"] >= 45


def test_its_pods_are_restricted_and_serve_first(preview: bool) -> None:
    found = deployment(gateway(preview))
    assert_restricted(found)
    assert pod_of(found)["priorityClassName"] == "softfactory-serving"


def test_each_revision_is_spread_over_the_nodes_by_itself(preview: bool) -> None:
    (rule,) = pod_of(deployment(gateway(preview)))["topologySpreadConstraints"]
    assert (rule["topologyKey"], rule["maxSkew"]) == ("kubernetes.io/hostname", 1)
    assert rule["matchLabelKeys"] == ["pod-template-hash"]
    assert "topologySpreadConstraints" not in pod_of(deployment(gateway(preview, size={"replicas": 1})))


def test_probes_ask_the_status_listener(preview: bool) -> None:
    container = container_of(deployment(gateway(preview)))
    ports = {port["name"]: int(port["containerPort"]) for port in container["ports"]}
    variables = {item["name"]: item.get("value") for item in container["env"]}
    assert variables["KONG_STATUS_LISTEN"] == f"0.0.0.0:{ports['status']}"
    assert variables["KONG_PROXY_LISTEN"].split()[0] == f"0.0.0.0:{ports['http']}"
    asked = {
        probe: container[probe]["httpGet"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")
    }
    assert {get["port"] for get in asked.values()} == {"status"}
    # Ready is who has its routes.
    assert asked["readinessProbe"]["path"] == "/status/ready"


def test_its_rules_are_about_its_pods(preview: bool) -> None:
    recording = gateway(preview)
    policy = inputs(recording, "networking.k8s.io/v1:NetworkPolicy", "gateway-networkpolicy")["spec"]
    assert policy["podSelector"] == deployment(recording)["spec"]["selector"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
