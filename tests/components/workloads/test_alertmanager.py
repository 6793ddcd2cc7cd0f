import pulumi

from components.workloads.alertmanager import PORT, Alertmanager, AlertmanagerArgs, addresses
from components.workloads.pod import SECRETS
from tests.components.workloads.pods import container_of, custom, inputs, pod_of
from tests.components.workloads.watching import MONITORING, wiring
from tests.recording import Recording, record


def made(preview: bool) -> Recording:
    args = AlertmanagerArgs(
        wiring=wiring("alertmanager"), size=MONITORING.alertmanager, routing_key=pulumi.Output.secret("key-1")
    )
    return record(lambda: Alertmanager("alertmanager", args), preview=preview)


def test_it_is_a_set_without_volumes(preview: bool) -> None:
    assert custom(made(preview)) == {
        ("kubernetes:apps/v1:StatefulSet", "alertmanager-statefulset"),
        ("kubernetes:core/v1:ConfigMap", "alertmanager-configuration"),
        ("kubernetes:core/v1:Secret", "alertmanager-secrets"),
        ("kubernetes:core/v1:Service", "alertmanager-service"),
        ("kubernetes:core/v1:ServiceAccount", "alertmanager-serviceaccount"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "alertmanager-networkpolicy"),
        ("kubernetes:policy/v1:PodDisruptionBudget", "alertmanager-poddisruptionbudget"),
    }
    found = inputs(made(preview), "apps/v1:StatefulSet", "alertmanager-statefulset")
    assert "volumeClaimTemplates" not in found["spec"]


def test_its_copies_know_each_other_by_the_names_that_the_service_gives(preview: bool) -> None:
    recording = made(preview)
    found = inputs(recording, "apps/v1:StatefulSet", "alertmanager-statefulset")
    service = inputs(recording, "core/v1:Service", "alertmanager-service")
    assert found["spec"]["serviceName"] == service["metadata"]["name"] == "alertmanager"
    assert service["spec"]["clusterIP"] == "None"
    assert service["spec"]["publishNotReadyAddresses"] is True
    peers = [argument for argument in container_of(found)["args"] if argument.startswith("--cluster.peer=")]
    assert peers == [f"--cluster.peer=alertmanager-{number}.alertmanager:9094" for number in (0, 1)]
    assert addresses("alertmanager", MONITORING.alertmanager, PORT) == [
        "alertmanager-0.alertmanager:9093",
        "alertmanager-1.alertmanager:9093",
    ]


def test_the_key_is_the_file_that_its_configuration_names(preview: bool) -> None:
    recording = made(preview)
    secret = recording.one("kubernetes:core/v1:Secret", "alertmanager-secrets")
    assert secret.inputs["stringData"] == {"pagerduty-routing-key": "key-1"}
    found = inputs(recording, "apps/v1:StatefulSet", "alertmanager-statefulset")
    mounts = {mount["name"]: mount["mountPath"] for mount in container_of(found)["volumeMounts"]}
    assert mounts["secrets"] == SECRETS
    assert pod_of(found)["automountServiceAccountToken"] is False
