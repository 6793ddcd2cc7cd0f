"""Kubeconfig documents: of the control plane's own users, the token webhook, the people of a cloud."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from localcloud.kubernetes.command_lines import Layout

Kubeconfig = dict[str, Any]


def of_certificate(layout: Layout, subject: str) -> Kubeconfig:
    """The kubeconfig of a user with a client certificate; it refers to files of the layout."""
    keys = layout.certificates
    user = {"client-certificate": str(keys / f"{subject}.crt"), "client-key": str(keys / f"{subject}.key")}
    cluster = {"server": layout.endpoint, "certificate-authority": str(keys / "ca.crt")}
    return _document([("cluster", cluster, user)])


def of_webhook(url: str) -> Kubeconfig:
    """How the API server calls a token authenticator."""
    return _document([("authenticator", {"server": url}, {})])


def of_cloud(clusters: Mapping[str, Layout], region: str) -> Kubeconfig:
    """One context per EKS cluster, named as the cluster; tokens come from the AWS CLI, as on EKS."""
    entries = []
    for name, layout in sorted(clusters.items()):
        get_token = ["eks", "get-token", "--cluster-name", name, "--region", region, "--output", "json"]
        credential = {
            "apiVersion": "client.authentication.k8s.io/v1beta1",
            "command": "aws",
            "args": get_token,
            "interactiveMode": "Never",
        }
        cluster = {"server": layout.endpoint, "certificate-authority-data": authority(layout)}
        entries.append((name, cluster, {"exec": credential}))
    return _document(entries)


def authority(layout: Layout) -> str:
    """The cluster's certificate authority as EKS tells it: base64 of PEM."""
    return base64.b64encode((layout.certificates / "ca.crt").read_bytes()).decode()


def dump(document: Kubeconfig) -> str:
    """The document as YAML."""
    return yaml.safe_dump(document, sort_keys=False)


def _document(entries: Sequence[tuple[str, dict[str, str], dict[str, Any]]]) -> Kubeconfig:
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": entries[0][0] if entries else "",
        "clusters": [{"name": name, "cluster": cluster} for name, cluster, _ in entries],
        "users": [{"name": name, "user": user} for name, _, user in entries],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}} for name, _, _ in entries],
    }
