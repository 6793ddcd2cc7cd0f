from typing import Any

import pytest
from pydantic import ValidationError

from components.workloads.web_service import WebService, WebServiceArgs, WebServiceSize
from stacks.charts import chart
from tests.recording import Recording, record

VALUES: dict[str, Any] = {
    "replicas": 3,
    "workers_per_pod": 2,
    "worker_class": "gevent",
    "worker_timeout_seconds": 40,
    "cpu_request_millicores": 250,
    "memory_request_mib": 512,
    "memory_limit_mib": 704,
    "max_surge": 1,
    "max_unavailable": 0,
}


def service(preview: bool, **values: object) -> Recording:
    args = WebServiceArgs(
        size=WebServiceSize.model_validate({**VALUES, **values}),
        chart=chart("web"),
        namespace="softfactory",
        image="app:1",
        command=["run", "web"],
    )
    return record(lambda: WebService("platform", args), preview=preview)


def deployment(recording: Recording) -> dict[str, Any]:
    return dict(recording.one("kubernetes:apps/v1:Deployment", "platform-deployment").inputs)


def container(recording: Recording) -> dict[str, Any]:
    (found,) = deployment(recording)["spec"]["template"]["spec"]["containers"]
    return dict(found)


def test_it_is_a_deployment_and_a_service(preview: bool) -> None:
    recording = service(preview)
    assert recording.children("softfactory:workloads:WebService", "platform") == {
        ("kubernetes:apps/v1:Deployment", "platform-deployment"),
        ("kubernetes:core/v1:Service", "platform-service"),
    }
    for item in recording.resources:
        if item.custom:
            assert item.inputs["metadata"]["name"] == "platform"
            assert item.inputs["metadata"]["namespace"] == "softfactory"
            assert item.inputs["metadata"]["labels"]["app.kubernetes.io/component"] == "web"


def test_it_has_the_size_of_the_phase(preview: bool) -> None:
    recording = service(preview)
    spec, web = deployment(recording)["spec"], container(recording)
    assert spec["replicas"] == 3
    assert spec["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    assert {item["name"]: item["value"] for item in web["env"]} == {
        "PORT": "8000",
        "WEB_CONCURRENCY": "2",
        "WORKER_CLASS": "gevent",
        "WORKER_TIMEOUT_SECONDS": "40",
    }
    assert web["resources"] == {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"memory": "704Mi"}}
    assert (web["image"], web["command"]) == ("app:1", ["run", "web"])


def test_a_request_is_finished_before_its_pod_ends(preview: bool) -> None:
    recording = service(preview)
    pause = container(recording)["lifecycle"]["preStop"]["sleep"]["seconds"]
    grace = deployment(recording)["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    assert grace > 40 + pause


def test_its_pods_pass_the_restricted_standard(preview: bool) -> None:
    recording = service(preview)
    pod, web = deployment(recording)["spec"]["template"]["spec"], container(recording)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert web["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_the_service_leads_to_the_pods(preview: bool) -> None:
    recording = service(preview)
    spec = recording.one("kubernetes:core/v1:Service", "platform-service").inputs["spec"]
    pods = deployment(recording)["spec"]
    assert spec["selector"] == pods["selector"]["matchLabels"]
    assert spec["selector"].items() <= pods["template"]["metadata"]["labels"].items()
    (port,) = spec["ports"]
    assert (port["port"], port["targetPort"]) == (80, "http")
    assert container(recording)["ports"] == [{"name": "http", "containerPort": 8000, "protocol": "TCP"}]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"workers_per_pod": 4},
            "got 512; allowed: 600 or more for 4 workers of 150 MiB; raise it or take fewer workers",
        ),
        (
            {"memory_limit_mib": 511},
            "got 511; allowed: memory_request_mib 512 or more; raise the limit or lower the request",
        ),
        (
            {"max_surge": 0},
            "max_unavailable: got 0; allowed: 1 or more with max_surge 0; raise max_surge or max_unavailable",
        ),
        ({"replicas": 0}, "replicas"),
        ({"worker_class": "thread"}, "worker_class"),
        ({"worker_timeout_seconds": 0}, "worker_timeout_seconds"),
    ],
)
def test_a_size_that_cannot_run_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        WebServiceSize.model_validate({**VALUES, **values})
