"""`python -m ops.bootstrap`: makes what has to exist before the first `up`, and says what it made."""

import json
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import boto3
from botocore.exceptions import ClientError

from stacks.installation import Installation
from stacks.reading import ConfigurationError, installation_from_file

Client = Callable[[str], Any]

PLACEHOLDER = "fill-in"
# As many releases as somebody might go back to; ECR bills what it keeps.
KEPT_IMAGES = 50
_NEWEST = {
    "rulePriority": 1,
    "description": f"The newest {KEPT_IMAGES} images stay",
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": KEPT_IMAGES},
    "action": {"type": "expire"},
}


def bootstrap(installation: Installation, client: Client) -> Iterator[str]:
    """Yield a line for each thing that was made, or that a person has to do; none if all is there."""
    yield from _hosted_zone(installation, client("route53"))
    watching = installation.monitoring_images
    images = {
        installation.image.repository: "the app's image",
        installation.gateway_image.repository: "Kong",
        watching.prometheus.repository: "Prometheus",
        watching.alertmanager.repository: "Alertmanager",
        watching.grafana.repository: "Grafana",
        watching.jaeger.repository: "Jaeger",
    }
    for name, image in images.items():
        yield from _repository(name, image, installation, client("ecr"))
    yield from _alert_secret(installation, client("secretsmanager"))


def _hosted_zone(installation: Installation, route53: Any) -> Iterator[str]:
    name = installation.hosted_zone
    found = route53.list_hosted_zones_by_name(DNSName=name)["HostedZones"]
    if any(zone["Name"] == f"{name}." and not zone["Config"]["PrivateZone"] for zone in found):
        return
    made = route53.create_hosted_zone(
        Name=name,
        CallerReference=uuid.uuid4().hex,
        HostedZoneConfig={"Comment": "SoftFactory, made before the platform"},
    )
    servers = ", ".join(made["DelegationSet"]["NameServers"])
    yield f"hosted zone {name}: made; have its parent delegate to {servers}"


def _repository(name: str, image: str, installation: Installation, ecr: Any) -> Iterator[str]:
    try:
        ecr.describe_repositories(repositoryNames=[name])
    except ecr.exceptions.RepositoryNotFoundException:
        ecr.create_repository(
            repositoryName=name,
            imageTagMutability="IMMUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
            # By AWS's key for ECR in this account: the platform's own key is made by the first `up`.
            encryptionConfiguration={"encryptionType": "KMS"},
            tags=_tags(installation),
        )
        yield f"image repository {name}: made; push {image} and put its digest into Pulumi.yaml"
    try:
        ecr.get_lifecycle_policy(repositoryName=name)
    except ecr.exceptions.LifecyclePolicyNotFoundException:
        ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=json.dumps({"rules": [_NEWEST]}))
        yield f"image repository {name}: it keeps its newest {KEPT_IMAGES} images from now on"


def _alert_secret(installation: Installation, secrets: Any) -> Iterator[str]:
    name = installation.pagerduty_secret
    try:
        state = "has no key yet"
        value = secrets.get_secret_value(SecretId=name)["SecretString"]
    except secrets.exceptions.ResourceNotFoundException:
        state, value = "made, without a key", PLACEHOLDER
        secrets.create_secret(
            Name=name,
            Description="Integration key of the PagerDuty service that gets the platform's alerts",
            SecretString=PLACEHOLDER,
            Tags=_tags(installation),
        )
    if value == PLACEHOLDER:
        yield f"secret {name}: {state}; put the integration key of your PagerDuty service into it"


def _tags(installation: Installation) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in installation.tags().items()]


def main() -> int:
    """Exit code 1, with one line, for a configuration or an account that will not do."""
    try:
        installation = installation_from_file(Path("Pulumi.yaml"))
        session = boto3.Session(region_name=installation.region)
        lines = list(bootstrap(installation, cast(Client, session.client)))
    except (ConfigurationError, ClientError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines) or "what the platform expects to find is all there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
