from typing import Any

import yaml

from components.workloads.dashboards import SOURCE, dashboards
from components.workloads.grafana import Grafana, GrafanaArgs, provisioning
from components.workloads.tool_pod import CONFIGURATION, DATA
from tests.components.workloads.pods import container_of, custom, environment, inputs, pod_of
from tests.components.workloads.watching import MONITORING, wiring
from tests.recording import Recording, record

FILES = {**provisioning("http://prometheus:9090", "http://jaeger:16686"), **dashboards(["coocook"])}


def made(preview: bool) -> Recording:
    args = GrafanaArgs(wiring=wiring("grafana", files=FILES), size=MONITORING.grafana)
    return record(lambda: Grafana("grafana", args), preview=preview)


def deployment(preview: bool) -> dict[str, Any]:
    return inputs(made(preview), "apps/v1:Deployment", "grafana-deployment")


def test_it_is_one_pod_that_no_service_leads_to(preview: bool) -> None:
    assert custom(made(preview)) == {
        ("kubernetes:apps/v1:Deployment", "grafana-deployment"),
        ("kubernetes:core/v1:ConfigMap", "grafana-configuration"),
        ("kubernetes:core/v1:ServiceAccount", "grafana-serviceaccount"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "grafana-networkpolicy"),
    }


def test_nobody_signs_in_and_nobody_changes_anything(preview: bool) -> None:
    found = environment(deployment(preview))
    assert found["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    assert found["GF_AUTH_BASIC_ENABLED"] == "false"
    assert found["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "true"
    assert not [name for name in found if "PASSWORD" in name]


def test_it_finds_its_files_where_they_are(preview: bool) -> None:
    found = deployment(preview)
    (volume,) = (one for one in pod_of(found)["volumes"] if one["name"] == "configuration")
    paths = {item["key"]: f"{CONFIGURATION}/{item['path']}" for item in volume["configMap"]["items"]}
    assert paths.keys() == FILES.keys()
    folder = environment(found)["GF_PATHS_PROVISIONING"]
    assert paths["sources.yml"] == f"{folder}/datasources/sources.yml"
    assert paths["folders.yml"] == f"{folder}/dashboards/folders.yml"
    (provider,) = yaml.safe_load(FILES["folders.yml"])["providers"]
    assert paths["coocook.json"] == f"{provider['options']['path']}/coocook.json"
    mounts = {mount["name"]: mount["mountPath"] for mount in container_of(found)["volumeMounts"]}
    assert mounts["data"] == DATA == environment(found)["GF_PATHS_DATA"]


def test_dashboards_name_a_source_that_there_is() -> None:
    sources = yaml.safe_load(FILES["sources.yml"])["datasources"]
    assert SOURCE in [{"type": source["type"], "uid": source["uid"]} for source in sources]
    assert [source["name"] for source in sources if source["isDefault"]] == ["Prometheus"]
