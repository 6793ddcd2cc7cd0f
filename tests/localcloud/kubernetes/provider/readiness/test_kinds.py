from localcloud.kubernetes.provider.readiness.kinds import READINESS


def test_what_runs_pods_may_take_ten_minutes_as_with_the_official_provider() -> None:
    for name in ("Deployment", "StatefulSet", "DaemonSet"):
        assert READINESS["apps", name].seconds == 600
    assert READINESS["batch", "Job"].seconds == 600
    assert READINESS["", "PersistentVolumeClaim"].seconds == 300


def test_what_is_content_once_taken_is_not_awaited() -> None:
    assert not {("", "ConfigMap"), ("", "Secret"), ("networking.k8s.io", "Ingress")} & READINESS.keys()
