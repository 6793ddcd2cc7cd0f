import pulumi

from components.workloads.entry import Entry, EntryArgs
from components.workloads.network_rules import from_addresses
from stacks.charts import chart
from tests.components.workloads.pods import custom, inputs
from tests.recording import Recording, record

SERVICE = ("kubernetes:core/v1:Service", "entry-service")


def entry(workload: str, preview: bool) -> Recording:
    def program() -> None:
        ready = pulumi.ComponentResource("softfactory:test:Ready", "ready")
        Entry(
            "entry",
            EntryArgs(
                workload=workload,
                node_port=30080,
                chart=chart("entry"),
                namespace="softfactory",
                rules=from_addresses(["10.0.0.0/24"], 8000),
                after=[ready],
            ),
        )

    return record(program, preview=preview)


def rule(workload: str) -> tuple[str, str]:
    return ("kubernetes:networking.k8s.io/v1:NetworkPolicy", f"{workload}-entry-networkpolicy")


def test_it_is_a_service_and_the_rule_that_lets_the_load_balancer_in(preview: bool) -> None:
    assert custom(entry("platform", preview)) == {SERVICE, rule("platform")}


def test_only_nodes_with_a_pod_take_what_comes_from_outside(preview: bool) -> None:
    spec = inputs(entry("platform", preview), "core/v1:Service", "entry-service")["spec"]
    assert (spec["type"], spec["externalTrafficPolicy"]) == ("NodePort", "Local")
    assert [(port["nodePort"], port["targetPort"]) for port in spec["ports"]] == [(30080, "http")]
    assert spec["selector"]["app.kubernetes.io/name"] == "platform"


def test_another_workload_takes_over_in_the_same_service(preview: bool) -> None:
    before, after = (entry(workload, preview) for workload in ("platform", "gateway"))
    old, new = (inputs(recording, "core/v1:Service", "entry-service") for recording in (before, after))
    assert old["metadata"] == new["metadata"]
    assert new["spec"]["selector"]["app.kubernetes.io/name"] == "gateway"
    # What lets the load balancer in is another resource: what is deleted goes last.
    assert custom(before) - custom(after) == {rule("platform")}


def test_nobody_is_sent_to_a_workload_that_is_not_ready_or_may_not_be_reached(preview: bool) -> None:
    recording = entry("gateway", preview)
    service = recording.one(*SERVICE)
    assert recording.one(*rule("gateway")).urn in service.dependencies
    policy = recording.one(*rule("gateway")).inputs["spec"]
    assert policy["podSelector"]["matchLabels"]["app.kubernetes.io/name"] == "gateway"
    assert policy["policyTypes"] == ["Ingress"]
    assert policy["ingress"][0]["from"] == [{"ipBlock": {"cidr": "10.0.0.0/24"}}]
