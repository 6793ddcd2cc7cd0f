from pathlib import Path
from typing import Any

import pytest
import yaml

from localcloud.engine.plugin.values import UNKNOWN
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.provider.configuration import Configuration, difference, load_kubeconfig, problems


def kubeconfig(
    server: str = "https://127.0.0.1:1", authority: str = "QQ==", namespace: str | None = None
) -> str:
    context = {"cluster": "c", "user": "u", **({"namespace": namespace} if namespace else {})}
    return yaml.safe_dump(
        {
            "current-context": "one",
            "clusters": [
                {"name": "c", "cluster": {"server": server, "certificate-authority-data": authority}}
            ],
            "users": [{"name": "u", "user": {}}],
            "contexts": [{"name": "one", "context": context}, {"name": "two", "context": {"cluster": "d"}}],
        }
    )


def test_content_and_path_are_both_taken(tmp_path: Path) -> None:
    text = kubeconfig()
    assert load_kubeconfig(text) == (yaml.safe_load(text), ".")
    (tmp_path / "config").write_text(text)
    assert load_kubeconfig(str(tmp_path / "config")) == (yaml.safe_load(text), str(tmp_path))
    assert load_kubeconfig('{"clusters": []}')[0] == {"clusters": []}


def test_environment_names_the_file_where_the_program_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text(kubeconfig())
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    assert Configuration.of_properties({}).kubeconfig == yaml.safe_load(kubeconfig())


@pytest.mark.parametrize(("text", "words"), [("a: [\n", "not YAML"), ("- a\n- b\n", "no mapping")])
def test_malformed_kubeconfig_is_refused(text: str, words: str) -> None:
    with pytest.raises(KubernetesError, match=words):
        load_kubeconfig(text)


def test_missing_file_is_told_only_when_the_cluster_is_needed(tmp_path: Path) -> None:
    found = Configuration.of_properties({"kubeconfig": str(tmp_path / "none")})
    assert found.kubeconfig is None
    assert "none cannot be read: No such file" in found.missing


@pytest.mark.parametrize(
    "config", [{"kubeconfig": UNKNOWN}, {"kubeconfig": kubeconfig(), "context": UNKNOWN}]
)
def test_unknown_cluster_is_no_cluster_yet(config: dict[str, Any]) -> None:
    found = Configuration.of_properties(config)
    assert found.kubeconfig is None
    assert "not known yet" in found.missing
    assert found.default_namespace == "default"


def test_namespace_is_the_providers_then_the_contexts() -> None:
    config = {"kubeconfig": kubeconfig(namespace="shop")}
    assert Configuration.of_properties(config).default_namespace == "shop"
    assert Configuration.of_properties({**config, "namespace": "other"}).default_namespace == "other"
    assert Configuration.of_properties({**config, "context": "two"}).default_namespace == "default"


def test_switches_come_as_text_or_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_K8S_DELETE_UNREACHABLE", "1")
    monkeypatch.setenv("PULUMI_K8S_ENABLE_SECRET_MUTABLE", "true")
    config = {"kubeconfig": UNKNOWN, "enableConfigMapMutable": "true", "enableSecretMutable": "false"}
    found = Configuration.of_properties({**config, "enablePatchForce": True})
    assert found.switches == {"deleteUnreachable", "enableConfigMapMutable", "enablePatchForce"}


@pytest.mark.parametrize(
    ("config", "property"),
    [
        ({"renderYamlToDirectory": "out"}, "renderYamlToDirectory"),
        ({"cluster": "c"}, "cluster"),
        ({"enableServerSideApply": "false"}, "enableServerSideApply"),
        ({"enableServerSideApply": False}, "enableServerSideApply"),
    ],
)
def test_what_is_not_available_is_refused(config: dict[str, Any], property: str) -> None:
    assert [name for name, _ in problems(config)] == [property]
    assert problems({"enableServerSideApply": "true", "kubeconfig": "x"}) == []


def replaces(olds: dict[str, Any], news: dict[str, Any]) -> bool:
    return any(change.replaces for change in difference(olds, news).changes.values())


def test_another_port_of_the_same_cluster_replaces_nothing() -> None:
    diff = difference({"kubeconfig": kubeconfig()}, {"kubeconfig": kubeconfig("https://127.0.0.1:2")})
    assert diff.changes.keys() == {"kubeconfig"}
    assert not any(change.replaces for change in diff.changes.values())


def test_another_cluster_replaces_everything() -> None:
    other = kubeconfig("https://127.0.0.1:2", "Qg==")
    assert replaces({"kubeconfig": kubeconfig()}, {"kubeconfig": other})
    assert replaces({"kubeconfig": kubeconfig()}, {"kubeconfig": UNKNOWN})
    assert replaces({"kubeconfig": kubeconfig()}, {"kubeconfig": kubeconfig(), "context": "two"})


def test_kubeconfig_that_cannot_be_read_does_not_tell_of_another_cluster(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    assert not replaces({"kubeconfig": gone}, {"kubeconfig": kubeconfig()})
    assert not replaces({"kubeconfig": kubeconfig()}, {"kubeconfig": gone})


def test_cluster_identifier_decides_where_there_is_one() -> None:
    old = {"kubeconfig": kubeconfig(), "clusterIdentifier": "a"}
    other = kubeconfig("https://127.0.0.1:2", "Qg==")
    assert not replaces(old, {"kubeconfig": other, "clusterIdentifier": "a"})
    assert not replaces(old, {"kubeconfig": UNKNOWN, "clusterIdentifier": "a"})
    assert replaces(old, {"kubeconfig": kubeconfig(), "clusterIdentifier": "b"})
    assert not replaces({"kubeconfig": kubeconfig()}, old)


def test_another_namespace_is_a_change_that_replaces_nothing_by_itself() -> None:
    assert not replaces({"namespace": "a"}, {"namespace": "b"})
