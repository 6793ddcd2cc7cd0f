from components.workloads.prometheus import Prometheus, PrometheusArgs, arguments
from components.workloads.tool_pod import CONFIGURATION, DATA
from tests.components.workloads.pods import container_of, custom, inputs, pod_of
from tests.components.workloads.watching import MONITORING, wiring
from tests.recording import Recording, record

SIZE = MONITORING.prometheus


def made(preview: bool) -> Recording:
    args = PrometheusArgs(wiring=wiring("prometheus"), size=SIZE)
    return record(lambda: Prometheus("prometheus", args), preview=preview)


def test_it_is_a_set_with_volumes_that_may_list_pods(preview: bool) -> None:
    assert custom(made(preview)) == {
        ("kubernetes:apps/v1:StatefulSet", "prometheus-statefulset"),
        ("kubernetes:core/v1:ConfigMap", "prometheus-configuration"),
        ("kubernetes:core/v1:Service", "prometheus-service"),
        ("kubernetes:core/v1:ServiceAccount", "prometheus-serviceaccount"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "prometheus-networkpolicy"),
        ("kubernetes:policy/v1:PodDisruptionBudget", "prometheus-poddisruptionbudget"),
        ("kubernetes:rbac.authorization.k8s.io/v1:Role", "prometheus-role"),
        ("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "prometheus-rolebinding"),
    }


def test_it_may_read_the_pods_of_its_namespace_and_nothing_else(preview: bool) -> None:
    recording = made(preview)
    kind = "rbac.authorization.k8s.io/v1"
    assert inputs(recording, f"{kind}:Role", "prometheus-role")["rules"] == [
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]}
    ]
    binding = inputs(recording, f"{kind}:RoleBinding", "prometheus-rolebinding")
    assert binding["roleRef"]["name"] == "prometheus"
    assert binding["subjects"] == [
        {"kind": "ServiceAccount", "name": "prometheus", "namespace": "softfactory"}
    ]


def test_it_keeps_no_more_than_its_volume_holds(preview: bool) -> None:
    found = inputs(made(preview), "apps/v1:StatefulSet", "prometheus-statefulset")
    (claim,) = found["spec"]["volumeClaimTemplates"]
    assert claim["spec"]["resources"]["requests"]["storage"] == f"{SIZE.storage_gib}Gi"
    given = container_of(found)["args"]
    assert given == arguments(SIZE)
    assert f"--storage.tsdb.retention.size={SIZE.kept_gib}GB" in given
    assert f"--storage.tsdb.retention.time={SIZE.kept_days}d" in given
    assert f"--config.file={CONFIGURATION}/prometheus.yml" in given
    assert f"--storage.tsdb.path={DATA}/metrics" in given


def test_only_its_pods_have_a_token_and_time_to_write_down_what_they_know(preview: bool) -> None:
    recording = made(preview)
    pod = pod_of(inputs(recording, "apps/v1:StatefulSet", "prometheus-statefulset"))
    account = inputs(recording, "core/v1:ServiceAccount", "prometheus-serviceaccount")
    assert pod["automountServiceAccountToken"] is True
    assert account["automountServiceAccountToken"] is False
    assert pod["terminationGracePeriodSeconds"] == 120
