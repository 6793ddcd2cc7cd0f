import json

from components.cluster.kubeconfig import kubeconfig


def test_it_signs_in_by_the_aws_cli_and_holds_no_secret() -> None:
    config = json.loads(
        kubeconfig(name="softfactory", region="eu-west-1", endpoint="https://x", certificate_authority="Y2E=")
    )
    (user,) = config["users"]
    assert user["user"].keys() == {"exec"}
    assert user["user"]["exec"]["command"] == "aws"
    assert " ".join(user["user"]["exec"]["args"]) == (
        "eks get-token --cluster-name softfactory --region eu-west-1 --output json"
    )
    assert user["user"]["exec"]["interactiveMode"] == "Never"


def test_its_one_context_is_the_cluster() -> None:
    config = json.loads(
        kubeconfig(name="softfactory", region="eu-west-1", endpoint="https://x", certificate_authority="Y2E=")
    )
    assert config["current-context"] == "softfactory"
    assert config["contexts"] == [
        {"name": "softfactory", "context": {"cluster": "softfactory", "user": "softfactory"}}
    ]
    assert config["clusters"] == [
        {"name": "softfactory", "cluster": {"server": "https://x", "certificate-authority-data": "Y2E="}}
    ]
