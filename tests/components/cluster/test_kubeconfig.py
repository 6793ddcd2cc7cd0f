import json

from components.cluster.kubeconfig import kubeconfig


def test_it_has_one_context_signs_in_by_the_aws_cli_and_holds_no_secret() -> None:
    text = kubeconfig(
        name="softfactory", region="eu-west-1", endpoint="https://x", certificate_authority="Y2E="
    )
    credential = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": [
            "eks",
            "get-token",
            "--cluster-name",
            "softfactory",
            "--region",
            "eu-west-1",
            "--output",
            "json",
        ],
        "interactiveMode": "Never",
        "provideClusterInfo": False,
    }
    assert json.loads(text) == {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "softfactory", "cluster": {"server": "https://x", "certificate-authority-data": "Y2E="}}
        ],
        "users": [{"name": "softfactory", "user": {"exec": credential}}],
        "contexts": [{"name": "softfactory", "context": {"cluster": "softfactory", "user": "softfactory"}}],
        "current-context": "softfactory",
    }
