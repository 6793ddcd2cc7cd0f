from components.workloads.jaeger import Jaeger, JaegerArgs
from components.workloads.tool_pod import CONFIGURATION
from tests.components.workloads.pods import container_of, custom, inputs, pod_of
from tests.components.workloads.watching import MONITORING, wiring
from tests.recording import Recording, record


def made(preview: bool) -> Recording:
    args = JaegerArgs(wiring=wiring("jaeger"), size=MONITORING.jaeger)
    return record(lambda: Jaeger("jaeger", args), preview=preview)


def test_it_is_one_pod_that_others_reach_by_its_name(preview: bool) -> None:
    assert custom(made(preview)) == {
        ("kubernetes:apps/v1:Deployment", "jaeger-deployment"),
        ("kubernetes:core/v1:ConfigMap", "jaeger-configuration"),
        ("kubernetes:core/v1:Service", "jaeger-service"),
        ("kubernetes:core/v1:ServiceAccount", "jaeger-serviceaccount"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "jaeger-networkpolicy"),
    }
    service = inputs(made(preview), "core/v1:Service", "jaeger-service")
    assert {port["name"]: port["port"] for port in service["spec"]["ports"]} == {"http": 16686, "otlp": 4318}


def test_what_it_keeps_is_bounded_and_never_waits_for_a_zone(preview: bool) -> None:
    found = inputs(made(preview), "apps/v1:Deployment", "jaeger-deployment")
    (kept,) = (volume for volume in pod_of(found)["volumes"] if volume["name"] == "data")
    assert kept["emptyDir"] == {"sizeLimit": f"{MONITORING.jaeger.scratch_mib}Mi"}
    assert container_of(found)["args"] == [f"--config={CONFIGURATION}/jaeger.yml"]
