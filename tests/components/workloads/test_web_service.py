from typing import Any

from components.workloads.web_service import WebService, WebServiceArgs
from components.workloads.web_service_size import WebServiceSize
from stacks.charts import chart
from tests.components.workloads.pods import (
    BINDING,
    RULES,
    SECRETS,
    assert_bound,
    assert_restricted,
    container_of,
    custom,
    environment,
    inputs,
    pod_of,
)
from tests.components.workloads.test_web_service_size import VALUES
from tests.recording import Recording, record


def service(preview: bool, **changes: Any) -> Recording:
    disruptions = changes.pop("disruptions", True)
    args = WebServiceArgs(
        size=WebServiceSize.model_validate({**VALUES, **changes}),
        chart=chart("web"),
        namespace="softfactory",
        binding=BINDING,
        secrets=SECRETS,
        rules=RULES,
        disruptions=disruptions,
        after=[],
    )
    return record(lambda: WebService("platform", args), preview=preview)


def deployment(recording: Recording) -> dict[str, Any]:
    return inputs(recording, "apps/v1:Deployment", "platform-deployment")


ALWAYS = {
    ("kubernetes:apps/v1:Deployment", "platform-deployment"),
    ("kubernetes:core/v1:Service", "platform-service"),
    ("kubernetes:core/v1:ServiceAccount", "platform-serviceaccount"),
    ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "platform-networkpolicy"),
}
BUDGET = ("kubernetes:policy/v1:PodDisruptionBudget", "platform-poddisruptionbudget")
SCALER = ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "platform-horizontalpodautoscaler")


def test_it_is_a_deployment_and_a_service_and_their_rules(preview: bool) -> None:
    recording = service(preview)
    assert custom(recording) == {*ALWAYS, BUDGET}
    for item in recording.resources:
        if item.custom:
            assert item.inputs["metadata"]["name"] == "platform"
            assert item.inputs["metadata"]["namespace"] == "softfactory"
            assert item.inputs["metadata"]["labels"]["app.kubernetes.io/component"] == "web"


def test_where_its_pods_could_not_go_elsewhere_it_does_not_keep_a_node_from_being_drained() -> None:
    assert custom(service(False, disruptions=False)) == ALWAYS
    assert custom(service(False, replicas=1)) == ALWAYS


def test_a_drained_node_takes_one_pod_at_a_time(preview: bool) -> None:
    budget = inputs(service(preview), BUDGET[0].removeprefix("kubernetes:"), BUDGET[1])["spec"]
    assert budget["maxUnavailable"] == 1
    assert budget["selector"] == deployment(service(preview))["spec"]["selector"]


def test_an_autoscaler_has_the_bounds_of_the_phase(preview: bool) -> None:
    recording = service(preview, autoscaling={"max_replicas": 5, "cpu_percent": 65})
    assert custom(recording) == {*ALWAYS, BUDGET, SCALER}
    spec = inputs(recording, "autoscaling/v2:HorizontalPodAutoscaler", SCALER[1])["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 5)
    assert spec["metrics"][0]["resource"]["target"] == {"type": "Utilization", "averageUtilization": 65}
    assert spec["scaleTargetRef"]["name"] == "platform"


def test_only_an_autoscaler_changes_the_number_of_pods_behind_our_back() -> None:
    def ignored(recording: Recording) -> tuple[str, ...]:
        return recording.one("kubernetes:apps/v1:Deployment", "platform-deployment").ignored

    assert ignored(service(False, autoscaling={"max_replicas": 5, "cpu_percent": 65})) == ("spec.replicas",)
    assert ignored(service(False)) == ()


def test_it_has_the_size_of_the_phase(preview: bool) -> None:
    found = deployment(service(preview, reader_pool={"size": 3, "max_overflow": 1}))
    assert found["spec"]["replicas"] == 3
    assert found["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    sizes = {name: value for name, value in environment(found).items() if not name.endswith("_FILE")}
    assert sizes == {
        "PORT": "8000",
        "WEB_CONCURRENCY": "2",
        "WORKER_CLASS": "gevent",
        "WORKER_TIMEOUT_SECONDS": "40",
        "POOL_SIZE": "4",
        "POOL_OVERFLOW": "2",
        "POOL_RECYCLE_SECONDS": "600",
        "REPLICA_POOL_SIZE": "3",
        "REPLICA_POOL_OVERFLOW": "1",
    }
    resources = {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"memory": "704Mi"}}
    assert container_of(found)["resources"] == resources
    assert container_of(found)["command"] == ["python", "-m", "app.processes", "monolith"]


def test_a_request_is_finished_before_its_pod_ends(preview: bool) -> None:
    found = deployment(service(preview))
    pause = container_of(found)["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod_of(found)["terminationGracePeriodSeconds"] > 40 + pause


def test_its_pods_are_restricted_and_bound(preview: bool) -> None:
    found = deployment(service(preview))
    assert_restricted(found)
    assert_bound(found)


def test_its_pods_are_spread_and_serve_first(preview: bool) -> None:
    pod = pod_of(deployment(service(preview)))
    keys = [rule["topologyKey"] for rule in pod["topologySpreadConstraints"]]
    assert keys == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    assert pod["priorityClassName"] == "softfactory-serving"
    assert pod["serviceAccountName"] == "platform"


def test_the_service_leads_to_the_pods(preview: bool) -> None:
    recording = service(preview)
    spec = inputs(recording, "core/v1:Service", "platform-service")["spec"]
    pods = deployment(recording)["spec"]
    assert spec["selector"] == pods["selector"]["matchLabels"]
    assert spec["selector"].items() <= pods["template"]["metadata"]["labels"].items()
    (port,) = spec["ports"]
    assert (spec["type"], port["port"], port["targetPort"]) == ("ClusterIP", 80, "http")
    expected = [{"name": "http", "containerPort": 8000, "protocol": "TCP"}]
    assert container_of(deployment(recording))["ports"] == expected


def test_its_rules_are_about_its_pods(preview: bool) -> None:
    recording = service(preview)
    policy = inputs(recording, "networking.k8s.io/v1:NetworkPolicy", "platform-networkpolicy")["spec"]
    assert policy["podSelector"] == deployment(recording)["spec"]["selector"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["egress"][0]["to"] == [{"ipBlock": {"cidr": "10.0.0.0/24"}}]
