import base64
from pathlib import Path

import yaml

from localcloud.kubernetes import kubeconfigs
from localcloud.kubernetes.certificates import ensure_certificates
from localcloud.kubernetes.command_lines import Layout


def layout(directory: Path, port: int) -> Layout:
    ensure_certificates(directory / "certificates")
    return Layout(directory, port - 1, port)


def test_cloud_has_a_context_per_cluster_with_tokens_from_the_aws_cli(tmp_path: Path) -> None:
    clusters = {"two": layout(tmp_path / "two", 20004), "one": layout(tmp_path / "one", 20002)}
    document = yaml.safe_load(kubeconfigs.dump(kubeconfigs.of_cloud(clusters, "eu-west-1")))
    assert [context["name"] for context in document["contexts"]] == ["one", "two"]
    assert document["current-context"] == "one"
    command = document["users"][1]["user"]["exec"]
    assert command["command"] == "aws"
    assert command["args"] == [
        "eks", "get-token", "--cluster-name", "two", "--region", "eu-west-1", "--output", "json",
    ]  # fmt: skip
    assert document["clusters"][1]["cluster"]["server"] == "https://127.0.0.1:20004"


def test_cloud_without_clusters_has_a_kubeconfig_without_contexts() -> None:
    document = kubeconfigs.of_cloud({}, "us-east-1")
    assert (document["contexts"], document["current-context"]) == ([], "")


def test_authority_is_base64_of_pem(tmp_path: Path) -> None:
    text = base64.b64decode(kubeconfigs.authority(layout(tmp_path, 20002)))
    assert text.startswith(b"-----BEGIN CERTIFICATE-----")


def test_certificate_user_refers_to_files_so_that_no_key_is_written_twice(tmp_path: Path) -> None:
    document = kubeconfigs.of_certificate(layout(tmp_path, 20002), "admin")
    assert document["users"][0]["user"] == {
        "client-certificate": str(tmp_path / "certificates" / "admin.crt"),
        "client-key": str(tmp_path / "certificates" / "admin.key"),
    }


def test_webhook_is_reached_at_its_url() -> None:
    document = kubeconfigs.of_webhook("http://127.0.0.1:5000/hush/review")
    assert document["clusters"][0]["cluster"] == {"server": "http://127.0.0.1:5000/hush/review"}
