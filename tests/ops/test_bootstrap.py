from collections.abc import Iterator
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from ops import bootstrap
from ops.bootstrap import Client
from tests.phases import INSTALLATION


@pytest.fixture
def client() -> Iterator[Client]:
    with mock_aws():
        session = boto3.Session(
            aws_access_key_id="a", aws_secret_access_key="b", region_name=INSTALLATION.region
        )
        yield cast(Client, session.client)


def made(client: Client) -> list[str]:
    return list(bootstrap.bootstrap(INSTALLATION, client))


def test_it_makes_what_is_missing_and_says_what_is_left_to_do(client: Client) -> None:
    zone, *images, secret = made(client)
    assert zone.startswith("hosted zone softfactory.example: made; have its parent delegate to ns-")
    pushed = {
        "softfactory": "the app's image",
        "kong": "Kong",
        "prometheus": "Prometheus",
        "alertmanager": "Alertmanager",
        "grafana": "Grafana",
        "jaeger": "Jaeger",
    }
    assert images == [
        line
        for name, image in pushed.items()
        for line in (
            f"image repository {name}: made; push {image} and put its digest into Pulumi.yaml",
            f"image repository {name}: it keeps its newest 50 images from now on",
        )
    ]
    assert secret == (
        "secret softfactory/pagerduty: made, without a key; "
        "put the integration key of your PagerDuty service into it"
    )


def test_a_second_time_it_only_reminds_of_the_key(client: Client) -> None:
    made(client)
    (reminder,) = made(client)
    assert reminder.startswith("secret softfactory/pagerduty: has no key yet; put the integration key")
    client("secretsmanager").put_secret_value(SecretId="softfactory/pagerduty", SecretString="a-key")
    assert made(client) == []
    assert len(client("route53").list_hosted_zones()["HostedZones"]) == 1


def test_images_cannot_be_replaced_are_scanned_and_encrypted_and_do_not_pile_up(client: Client) -> None:
    made(client)
    ecr = client("ecr")
    repositories = ecr.describe_repositories()["repositories"]
    assert len(repositories) == 6
    for repository in repositories:
        assert repository["imageTagMutability"] == "IMMUTABLE"
        assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
        assert repository["encryptionConfiguration"]["encryptionType"] == "KMS"
        policy: Any = ecr.get_lifecycle_policy(repositoryName=repository["repositoryName"])
        assert '"countNumber": 50' in policy["lifecyclePolicyText"]


def test_what_a_killed_run_left_undone_is_done(client: Client) -> None:
    client("ecr").create_repository(repositoryName="softfactory")
    assert "image repository softfactory: it keeps its newest 50 images from now on" in made(client)


def test_a_private_zone_of_the_name_does_not_count(client: Client) -> None:
    (vpc,) = client("ec2").describe_vpcs()["Vpcs"]
    client("route53").create_hosted_zone(
        Name="softfactory.example",
        CallerReference="private",
        VPC={"VPCRegion": "us-east-1", "VPCId": vpc["VpcId"]},
        HostedZoneConfig={"PrivateZone": True},
    )
    assert any(line.startswith("hosted zone") for line in made(client))


def test_all_that_is_made_carries_the_tags_of_the_installation(client: Client) -> None:
    made(client)
    ecr = client("ecr")
    for repository in ecr.describe_repositories()["repositories"]:
        tags = ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"]
        assert {tag["Key"]: tag["Value"] for tag in tags} == INSTALLATION.tags()
    (secret,) = client("secretsmanager").list_secrets()["SecretList"]
    assert {tag["Key"]: tag["Value"] for tag in secret["Tags"]} == INSTALLATION.tags()


def test_an_error_of_aws_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> Iterator[str]:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "CreateHostedZone")

    monkeypatch.setattr(bootstrap, "bootstrap", refuse)
    assert bootstrap.main() == 1
    assert capsys.readouterr().err.startswith("error: An error occurred (AccessDenied)")
