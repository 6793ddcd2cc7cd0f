import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from localcloud.engine.plugin.journal import Journal
from localcloud.engine.plugin.values import UNKNOWN, Secret, decode
from localcloud.kubernetes.api import Api
from tests.localcloud.kubernetes.manifests import config_map, deployment, job, service
from tests.localcloud.kubernetes.provider.plugin_process import PluginProcess, Resource, partial
from tests.localcloud.kubernetes.waiting import eventually

pytestmark = pytest.mark.engine
CONFIG_MAP, SECRET = "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Secret"
DEPLOYMENT, JOB = "kubernetes:apps/v1:Deployment", "kubernetes:batch/v1:Job"


@pytest.fixture(scope="module")
def connected(admin_kubeconfig: str) -> Iterator[PluginProcess]:
    process = PluginProcess({"kubeconfig": admin_kubeconfig})
    yield process
    process.stop()


@pytest.fixture
def plugin(connected: PluginProcess) -> PluginProcess:
    return connected


@pytest.fixture
def unknown_cluster() -> Iterator[PluginProcess]:
    process = PluginProcess({"kubeconfig": UNKNOWN})
    yield process
    process.stop()


def refusal(error: pytest.ExceptionInfo[grpc.RpcError]) -> str:
    return str(error.value.details())


def changed(resource: Resource, inputs: dict[str, Any]) -> tuple[set[str], set[str], bool]:
    """(changed paths, those that replace, delete before replace)."""
    diff = resource.diff(decode(resource.check(inputs).inputs))
    kinds = {
        path: diff.detailedDiff[path].Kind.Name(diff.detailedDiff[path].kind) for path in diff.detailedDiff
    }
    return set(kinds), {path for path, kind in kinds.items() if "REPLACE" in kind}, diff.deleteBeforeReplace


def test_round_trip(plugin: PluginProcess, api: Api, namespace: str) -> None:
    web = Resource(plugin, DEPLOYMENT, "web")
    inputs = deployment("web", namespace, 2)
    assert web.up(inputs) == "create"
    assert web.id == f"{namespace}/web"
    assert web.outputs["status"]["availableReplicas"] == 2
    assert "managedFields" not in web.outputs["metadata"]
    assert web.up(inputs) == "same"
    inputs["spec"]["replicas"] = 3
    assert web.up(inputs) == "update"
    assert web.outputs["status"]["availableReplicas"] == 3
    assert web.up(inputs) == "same"
    web.delete()
    assert api.find(f"/apis/apps/v1/namespaces/{namespace}/deployments/web") is None


def test_differences_are_told_by_path(plugin: PluginProcess, namespace: str) -> None:
    web = Resource(plugin, DEPLOYMENT, "web")
    web.up(deployment("web", namespace, 1, cpu="100m"))
    news = deployment("web", namespace, 2, cpu="0.1")
    news["spec"]["template"]["spec"]["containers"][0]["image"] = "app:2"
    assert changed(web, news) == ({"spec.replicas", "spec.template.spec.containers[0].image"}, set(), False)


def test_immutable_field_replaces_and_a_fixed_name_is_freed_first(
    plugin: PluginProcess, namespace: str
) -> None:
    web = Resource(plugin, DEPLOYMENT, "web")
    web.up(deployment("web", namespace))
    news = deployment("web", namespace)
    news["spec"]["selector"]["matchLabels"]["x"] = "y"
    news["spec"]["template"]["metadata"]["labels"]["x"] = "y"
    _, replaced, delete_first = changed(web, news)
    assert replaced == {"spec.selector.matchLabels.x"}
    assert delete_first
    del news["metadata"]["name"]
    _, replaced, delete_first = changed(web, news)
    assert replaced == {"metadata.name", "spec.selector.matchLabels.x"}
    assert not delete_first


def test_field_that_only_the_server_knows_to_be_immutable_replaces(
    plugin: PluginProcess, namespace: str
) -> None:
    web = Resource(plugin, JOB, "web")
    web.up(job("web", namespace))
    news = job("web", namespace)
    news["spec"]["completionMode"] = "Indexed"
    news["spec"]["completions"] = 1
    assert "spec.completionMode" in changed(web, news)[1]


def test_automatic_name_is_kept_by_updates(plugin: PluginProcess, namespace: str) -> None:
    config = Resource(plugin, DEPLOYMENT, "auto")
    inputs = deployment("auto", namespace, 1)
    del inputs["metadata"]["name"]
    assert config.up(inputs) == "create"
    name = config.outputs["metadata"]["name"]
    assert name.startswith("auto-")
    assert len(name) == len("auto-") + 8
    inputs["spec"]["replicas"] = 2
    assert config.up(inputs) == "update"
    assert config.outputs["metadata"]["name"] == name


def test_oversized_deployment_stays_in_the_state_with_the_schedulers_words(
    plugin: PluginProcess, namespace: str
) -> None:
    web = Resource(plugin, DEPLOYMENT, "big")
    news = decode(web.check(deployment("big", namespace, cpu="64")).inputs)
    with pytest.raises(grpc.RpcError) as caught:
        web.create(news, timeout=3)
    failed = partial(caught.value)
    assert failed.id == f"{namespace}/big"
    assert failed.reasons[0].startswith(f"apps/v1 Deployment {namespace}/big: not ready after 3 s")
    assert any("Insufficient cpu" in reason for reason in failed.reasons)
    assert decode(failed.properties)["metadata"]["name"] == "big"
    assert decode(failed.inputs)["spec"]["replicas"] == 1
    web.id, web.inputs, web.outputs = failed.id, decode(failed.inputs), decode(failed.properties)
    with pytest.raises(grpc.RpcError) as unready:
        web.refresh()
    assert any("Insufficient cpu" in reason for reason in partial(unready.value).reasons)
    assert decode(partial(unready.value).inputs) == web.inputs
    assert web.up(deployment("big", namespace, cpu="10m")) == "update"
    assert web.refresh()


def test_readiness_is_not_awaited_where_the_manifest_says_so(plugin: PluginProcess, namespace: str) -> None:
    inputs = deployment("big", namespace, cpu="64")
    inputs["metadata"]["annotations"] = {"pulumi.com/skipAwait": "true"}
    assert Resource(plugin, DEPLOYMENT, "big").up(inputs) == "create"


def test_manifest_says_how_long_to_wait(plugin: PluginProcess, namespace: str) -> None:
    inputs = deployment("big", namespace, cpu="64")
    inputs["metadata"]["annotations"] = {"pulumi.com/timeoutSeconds": "2"}
    with pytest.raises(grpc.RpcError, match="not ready after 2 s"):
        Resource(plugin, DEPLOYMENT, "big").up(inputs, timeout=0)


def test_secrets_stay_secret(plugin: PluginProcess, api: Api, namespace: str) -> None:
    secret = Resource(plugin, SECRET, "key")
    metadata = {"name": "key", "namespace": namespace}
    assert secret.up({"metadata": metadata, "stringData": Secret({"password": "hush"})}) == "create"
    assert isinstance(secret.outputs["data"], Secret)
    live = api.get(f"/api/v1/namespaces/{namespace}/secrets/key")
    assert base64.b64decode(live["data"]["password"]) == b"hush"
    assert isinstance(secret.inputs["stringData"], Secret)
    assert secret.up({"metadata": metadata, "stringData": Secret({"password": "hush"})}) == "same"
    assert secret.up({"metadata": metadata, "stringData": Secret({"password": "other"})}) == "replace"
    assert secret.refresh()
    assert isinstance(secret.outputs["data"], Secret)
    assert secret.inputs["stringData"] == Secret({"password": "hush"})


def test_content_changes_in_place_where_the_provider_is_told_so(
    admin_kubeconfig: str, namespace: str
) -> None:
    process = PluginProcess({"kubeconfig": admin_kubeconfig, "enableConfigMapMutable": "true"})
    try:
        config = Resource(process, CONFIG_MAP, "web")
        config.up(config_map("web", namespace, a="1"))
        assert config.up(config_map("web", namespace, a="2")) == "update"
    finally:
        process.stop()


def test_drift_is_read_back_and_undone(plugin: PluginProcess, api: Api, namespace: str) -> None:
    web = Resource(plugin, DEPLOYMENT, "web")
    inputs = deployment("web", namespace, 1, cpu="0.1")
    web.up(inputs)
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments/web"
    api.apply(
        path, {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 2}}, "intruder", force=True
    )
    eventually(lambda: api.get(path)["status"].get("availableReplicas"), lambda count: count == 2)
    assert web.refresh()
    assert web.inputs["spec"]["replicas"] == 2
    container = web.inputs["spec"]["template"]["spec"]["containers"][0]
    assert container["resources"]["requests"]["cpu"] == "0.1", "what did not drift stays as it was written"
    assert changed(web, inputs)[0] == {"spec.replicas"}
    with pytest.raises(grpc.RpcError) as caught:
        web.up(inputs)
    assert 'conflict with "intruder": .spec.replicas' in refusal(caught)
    inputs["metadata"]["annotations"] = {"pulumi.com/patchForce": "true"}
    assert web.up(inputs) == "update"
    assert api.get(path)["spec"]["replicas"] == 1


def test_object_that_is_gone_is_read_as_gone_and_deleted_as_gone(
    plugin: PluginProcess, api: Api, namespace: str
) -> None:
    config = Resource(plugin, CONFIG_MAP, "web")
    config.up(config_map("web", namespace, a="1"))
    api.delete(f"/api/v1/namespaces/{namespace}/configmaps/web")
    config.delete()
    config.id = f"{namespace}/web"
    assert not config.refresh()


def test_existing_object_is_imported_by_namespace_and_name(
    plugin: PluginProcess, api: Api, namespace: str
) -> None:
    api.create(f"/api/v1/namespaces/{namespace}/services", service("web", namespace))
    imported = Resource(plugin, "kubernetes:core/v1:Service", "web")
    imported.id = f"{namespace}/web"
    assert imported.refresh()
    assert imported.inputs["spec"]["selector"] == {"app": "web"}
    assert "status" not in imported.inputs
    assert "uid" not in imported.inputs["metadata"]
    assert imported.up(imported.inputs) == "same"


def test_object_of_someone_else_is_not_taken_over(plugin: PluginProcess, namespace: str) -> None:
    Resource(plugin, CONFIG_MAP, "first").up(config_map("web", namespace, a="1"))
    with pytest.raises(grpc.RpcError) as caught:
        Resource(plugin, CONFIG_MAP, "second").up(config_map("web", namespace, a="1"))
    assert f'v1 ConfigMap {namespace}/web: configmaps "web" already exists' in refusal(caught)


def test_creation_that_was_cut_short_is_taken_up(plugin: PluginProcess, namespace: str) -> None:
    Resource(plugin, CONFIG_MAP, "web", stack="phase1").up(config_map("web", namespace, a="1"))
    again = Resource(plugin, CONFIG_MAP, "web", stack="phase1")
    assert again.up(config_map("web", namespace, a="2")) == "create"
    assert again.outputs["data"] == {"a": "2"}


def test_name_of_a_creation_that_was_cut_short_is_taken_up_too(
    admin_kubeconfig: str, api: Api, namespace: str, tmp_path: Path
) -> None:
    process, journal = (
        PluginProcess({"kubeconfig": admin_kubeconfig}, tmp_path),
        Journal(tmp_path / "journal"),
    )
    try:
        inputs = {"metadata": {"namespace": namespace}, "data": {"a": "1"}}
        first = Resource(process, CONFIG_MAP, "auto")
        first.up(inputs)
        assert journal.id_of(first.urn) == first.id
        journal.forget(first.urn)
        journal.begin(first.urn, first.outputs["metadata"]["name"])
        again = Resource(process, CONFIG_MAP, "auto")
        news = decode(again.check(inputs, seed=b"another").inputs)
        assert again.create(news).id == first.id
        with pytest.raises(grpc.RpcError):
            Resource(process, CONFIG_MAP, "bad").up({**inputs, "datum": {}})
        assert journal.unfinished_name(Resource(process, CONFIG_MAP, "bad").urn) is None
    finally:
        process.stop()
    mine = [item["metadata"]["name"] for item in api.items(f"/api/v1/namespaces/{namespace}/configmaps")]
    assert [name for name in mine if name.startswith("auto-")] == [first.outputs["metadata"]["name"]]


def test_field_that_the_program_gives_up_is_removed(plugin: PluginProcess, api: Api, namespace: str) -> None:
    web = Resource(plugin, "kubernetes:core/v1:ServiceAccount", "web")
    metadata = {"name": "web", "namespace": namespace}
    web.up({"metadata": {**metadata, "labels": {"a": "1", "b": "2"}}})
    assert web.up({"metadata": {**metadata, "labels": {"a": "1"}}}) == "update"
    assert api.get(f"/api/v1/namespaces/{namespace}/serviceaccounts/web")["metadata"]["labels"] == {"a": "1"}


def test_preview_finds_what_the_server_will_refuse(plugin: PluginProcess, api: Api, namespace: str) -> None:
    web = Resource(plugin, DEPLOYMENT, "web")
    news = decode(web.check(deployment("web", namespace, -1)).inputs)
    with pytest.raises(grpc.RpcError, match="must be greater than or equal to 0"):
        web.create(news, preview=True)
    typo = {**news, "spec": {**news["spec"], "replicas": 1, "replica": 1}}
    with pytest.raises(grpc.RpcError, match=r"\.spec\.replica"):
        web.create(typo, preview=True)
    planned = web.create(decode(web.check(deployment("web", namespace)).inputs), preview=True)
    assert planned.id == ""
    assert decode(planned.properties)["spec"]["replicas"] == 1
    assert api.find(f"/apis/apps/v1/namespaces/{namespace}/deployments/web") is None


def test_preview_allows_what_the_same_deployment_will_make_right(plugin: PluginProcess) -> None:
    elsewhere = Resource(plugin, CONFIG_MAP, "web")
    elsewhere.create(decode(elsewhere.check(config_map("web", "not-yet", a="1")).inputs), preview=True)
    widget = Resource(plugin, "kubernetes:not-yet.example.com/v1:Widget", "web")
    widget.create(decode(widget.check({"spec": {"size": 1}}).inputs), preview=True)


def test_preview_of_an_update_shows_the_object_as_it_would_be(plugin: PluginProcess, namespace: str) -> None:
    web = Resource(plugin, DEPLOYMENT, "web")
    web.up(deployment("web", namespace, 1))
    news = decode(web.check(deployment("web", namespace, 2)).inputs)
    planned = decode(web.update(news, preview=True).properties)
    assert planned["spec"]["replicas"] == 2
    assert planned["metadata"]["uid"] == web.outputs["metadata"]["uid"]


def test_preview_needs_no_cluster(unknown_cluster: PluginProcess) -> None:
    web = Resource(unknown_cluster, DEPLOYMENT, "web")
    news = decode(web.check(deployment("web", "shop", 1)).inputs)
    planned = web.create(news, preview=True)
    assert decode(planned.properties) == news
    web.id, web.inputs, web.outputs = "shop/web", news, news
    assert changed(web, deployment("web", "shop", 2))[0] == {"spec.replicas"}
    web.update(decode(web.check(deployment("web", "shop", 2)).inputs), preview=True)
    with pytest.raises(grpc.RpcError, match="kubeconfig is not known yet"):
        web.refresh()


def test_custom_kind_can_be_used_with_its_definition(plugin: PluginProcess, api: Api, namespace: str) -> None:
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    spec = {
        "group": "test.example.com",
        "scope": "Namespaced",
        "names": {"kind": "Widget", "plural": "widgets"},
        "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}],
    }
    definition = Resource(plugin, "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "widgets")
    definition.up({"metadata": {"name": "widgets.test.example.com"}, "spec": spec})
    widget = Resource(plugin, "kubernetes:test.example.com/v1:Widget", "web")
    inputs: dict[str, Any] = {"metadata": {"name": "web", "namespace": namespace}, "spec": {"size": 1}}
    assert widget.up(inputs) == "create"
    assert widget.up({**inputs, "spec": {"size": 2}}) == "update"
    assert widget.id == f"{namespace}/web"
    widget.delete()
    definition.delete()
    assert api.find("/apis/test.example.com/v1") is None


def test_deletion_that_is_held_fails_with_the_finalizer(
    plugin: PluginProcess, api: Api, namespace: str
) -> None:
    config = Resource(plugin, CONFIG_MAP, "held")
    inputs = config_map("held", namespace)
    inputs["metadata"]["finalizers"] = ["example.com/keep"]
    config.up(inputs)
    with pytest.raises(grpc.RpcError) as caught:
        config.delete(timeout=1)
    assert f"v1 ConfigMap {namespace}/held: deletion was asked for" in refusal(caught)
    assert "example.com/keep" in refusal(caught)
    api.merge(f"/api/v1/namespaces/{namespace}/configmaps/held", {"metadata": {"finalizers": []}})


def test_lost_cluster_keeps_its_objects_in_the_state_unless_told_otherwise(admin_kubeconfig: str) -> None:
    lost = admin_kubeconfig.replace("https://127.0.0.1:", "https://127.0.0.1:1")
    for config, gone in (({}, False), ({"deleteUnreachable": "true"}, True)):
        process = PluginProcess({"kubeconfig": lost, **config})
        try:
            item = Resource(process, CONFIG_MAP, "web")
            item.id = "shop/web"
            if gone:
                item.delete()
                item.id = "shop/web"
                assert not item.refresh()
            else:
                with pytest.raises(grpc.RpcError, match="does not answer"):
                    item.delete()
        finally:
            process.stop()
