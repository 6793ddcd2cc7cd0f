"""What watches, with the real Prometheus and Alertmanager on what the platform has."""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.backing.process import Child, free_port, program
from components.workloads.alertmanager import arguments as of_alertmanager
from components.workloads.prometheus import arguments as of_prometheus
from components.workloads.scrape_configuration import PORTS, RULES_FILE
from components.workloads.tool_pod import CONFIGURATION, DATA
from stacks.monitoring import ROUTING_KEY, compose_monitoring  # noqa: F401  what is composed here is read from the whole
from tests.charts.golden import manifests
from tests.components.workloads.test_scrape_configuration import without_discovery
from tests.components.workloads.watching import MONITORING, OF_PROMETHEUS, written
from tests.phases import INSTALLATION, PHASES
from tests.recording import ACCOUNT, Recording

Platform = Callable[[str, bool], Recording]
WATCHED = next(name for name, spec in PHASES.items() if spec.monitoring)
TOOLS = ("prometheus", "alertmanager", "jaeger", "grafana")
PATIENCE_SECONDS = 20


def configuration(recording: Recording, tool: str) -> dict[str, str]:
    name = f"{tool}-configuration"
    found: dict[str, str] = recording.one("kubernetes:core/v1:ConfigMap", name).inputs["data"]
    return found


def meta(name: str) -> str:
    return f"__meta_kubernetes_pod_{name}"


def ports(recording: Recording) -> Iterator[dict[str, Any]]:
    """Yield a target for each port of each container, as Prometheus finds them in Kubernetes."""
    for item in manifests(recording):
        if "template" not in item.get("spec", {}):
            continue
        template = item["spec"]["template"]
        labels = template["metadata"]["labels"]
        pod = f"{labels['app.kubernetes.io/name']}-0"
        for container in template["spec"]["containers"]:
            for port in container.get("ports", ()):
                said = {
                    **{
                        meta(f"label_{key.replace('.', '_').replace('/', '_').replace('-', '_')}"): value
                        for key, value in labels.items()
                    },
                    meta("container_port_number"): str(port["containerPort"]),
                    meta("name"): pod,
                    meta("phase"): "Running",
                }
                # Nothing listens there: it is only about whom Prometheus would ask.
                yield {"targets": [f"127.0.0.1:{port['containerPort']}"], "labels": said}


def asked(base: str, path: str) -> Any:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{base}{path}", timeout=2) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_without_it_has_none(platform: Platform, phase: str, preview: bool) -> None:
    recording = platform(phase, preview)
    for kind in ("Prometheus", "Alertmanager", "Grafana", "Jaeger"):
        found = recording.of(f"softfactory:workloads:{kind}")
        assert bool(found) is (PHASES[phase].monitoring is not None)


def test_prometheus_asks_each_workload_at_its_port_and_nobody_else(
    platform: Platform, tmp_path: Path
) -> None:
    recording = platform(WATCHED, False)
    files = configuration(recording, "prometheus")
    (tmp_path / "data").mkdir()
    document = without_discovery(files["prometheus.yml"], tmp_path)
    targets = written(tmp_path, "targets.json", json.dumps(list(ports(recording))))
    for job in document["scrape_configs"]:
        job["file_sd_configs"] = [{"files": [targets]}]
        # It is about whom it asks: nobody is asked.
        job["scrape_interval"], job["scrape_timeout"] = "1h", "1s"
    written(tmp_path, RULES_FILE, files[RULES_FILE])
    path = written(tmp_path, "prometheus.yml", yaml.safe_dump(document))
    port = free_port()
    given = [
        part.replace(f"{CONFIGURATION}/prometheus.yml", path)
        .replace(DATA, str(tmp_path / "data"))
        .replace("0.0.0.0:9090", f"127.0.0.1:{port}")
        for part in of_prometheus(MONITORING.prometheus)
    ]
    base, jobs = f"http://127.0.0.1:{port}", {job["job_name"] for job in document["scrape_configs"]}
    child = Child([program("prometheus"), *given], tmp_path / "log")
    try:
        asked(base, "/-/ready")
        found: list[Any] = []
        end = time.monotonic() + PATIENCE_SECONDS
        # It hears of the targets of each job a moment after it is ready.
        while {one["labels"]["job"] for one in found} != jobs and time.monotonic() < end:
            time.sleep(0.1)
            found = json.loads(asked(base, "/api/v1/targets?state=active"))["data"]["activeTargets"]
        loaded = json.loads(asked(base, "/api/v1/rules"))["data"]["groups"]
        told = asked(base, "/metrics")
    finally:
        child.stop()
    spec = PHASES[WATCHED]
    assert sorted(
        (one["labels"]["job"], one["labels"]["workload"], one["scrapeUrl"]) for one in found
    ) == sorted(
        [
            *(("web", name, url(PORTS["web"])) for name in spec.web_services),
            *(("worker", f"{name}-worker", url(PORTS["worker"])) for name in spec.workers),
            ("gateway", "gateway", url(PORTS["gateway"])),
            ("prometheus", "prometheus", url(9090)),
            ("alertmanager", "alertmanager", url(9093)),
            ("jaeger", "jaeger", url(8888)),
        ]
    )
    assert {one["labels"]["pod"] for one in found} == {f"{one['labels']['workload']}-0" for one in found}
    assert {group["name"] for group in loaded} == {"objectives", "alerts"}
    own = {name for name in OF_PROMETHEUS if name.startswith("prometheus_")}
    assert own
    assert [name for name in own if f"# TYPE {name} " not in told] == []


def url(port: int) -> str:
    return f"http://127.0.0.1:{port}/metrics"


def test_alertmanager_takes_its_configuration_and_its_arguments(platform: Platform, tmp_path: Path) -> None:
    text = configuration(platform(WATCHED, False), "alertmanager")["alertmanager.yml"]
    path = written(tmp_path, "alertmanager.yml", text)
    port, peers = free_port(), free_port()
    given = [
        part.replace(f"{CONFIGURATION}/alertmanager.yml", path)
        .replace(f"={DATA}", f"={tmp_path}")
        .replace("0.0.0.0:9093", f"127.0.0.1:{port}")
        .replace("0.0.0.0:9094", f"127.0.0.1:{peers}")
        for part in of_alertmanager("alertmanager", MONITORING.alertmanager)
        # The names of the others are known in the cluster only.
        if not part.startswith("--cluster.peer=")
    ]
    child = Child([program("prometheus-alertmanager"), *given], tmp_path / "log")
    try:
        asked(f"http://127.0.0.1:{port}", "/-/ready")
        told = asked(f"http://127.0.0.1:{port}", "/metrics")
    finally:
        child.stop()
    own = {name for name in OF_PROMETHEUS if name.startswith("alertmanager_")}
    assert own
    assert [name for name in own if f"# TYPE {name} " not in told] == []


def test_the_key_of_pagerduty_is_what_stands_in_its_secret_now(platform: Platform) -> None:
    recording = platform(WATCHED, False)
    secret = recording.one("kubernetes:core/v1:Secret", "alertmanager-secrets")
    assert secret.inputs["stringData"] == {"pagerduty-routing-key": "kept-routing-key"}
    version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "alerting")
    assert ROUTING_KEY in json.loads(version.inputs["secretString"])
    assert version.ignored == ("secretString",)


def test_images_are_those_of_the_installation(platform: Platform) -> None:
    recording = platform(WATCHED, False)
    for item in manifests(recording):
        labels = item["metadata"].get("labels", {})
        if labels.get("app.kubernetes.io/component") == "monitoring" and "template" in item.get("spec", {}):
            tool = item["metadata"]["name"]
            (container,) = item["spec"]["template"]["spec"]["containers"]
            image = getattr(INSTALLATION.monitoring_images, tool)
            registry = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"
            assert container["image"] == f"{registry}/{image.repository}@{image.digest}"
            assert tool in TOOLS


def test_grafana_asks_who_is_there(platform: Platform) -> None:
    recording = platform(WATCHED, False)
    sources = yaml.safe_load(configuration(recording, "grafana")["sources.yml"])["datasources"]
    services = {
        item["metadata"]["name"]: {port["port"] for port in item["spec"]["ports"]}
        for item in manifests(recording)
        if item["kind"] == "Service"
    }
    for source in sources:
        host, port = source["url"].removeprefix("http://").split(":")
        assert int(port) in services[host]
    boards = {name for name in configuration(recording, "grafana") if name.endswith(".json")}
    assert boards == {f"{name}.json" for name in ("overview", "gateway", *PHASES[WATCHED].web_services)}
