"""The pod of every process of the app: the values of its templates, and what is bound to it later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi

from components.workloads.chart import Manifest, Values
from components.workloads.labels import labels, selector_labels
from components.workloads.network_rules import NetworkRules
from components.workloads.pod_resources import PodResources

CERTIFICATES = "/etc/softfactory/certificates"
SECRETS = "/etc/softfactory/secrets"
DATABASE_CA = "database.pem"


class PodValues(Values):
    """What the templates of every workload take."""

    name: str
    labels: dict[str, str]
    selector_labels: dict[str, str]
    priority_class: str
    grace_seconds: int
    spread: bool
    command: list[str]
    environment: dict[str, str]
    resources: dict[str, dict[str, str]]
    secret_files: list[str]
    certificates_path: str
    secrets_path: str
    ingress: list[dict[str, object]]
    egress: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class PodBinding:
    """What is only known once it is made: the image, and the names of a ConfigMap or Secret each."""

    image: pulumi.Input[str]
    configuration: pulumi.Input[str]
    secret: pulumi.Input[str]
    certificates: pulumi.Input[str]

    def bind(self, manifest: Manifest) -> None:
        """Put into the pods of a manifest what could not go through a template."""
        pod = manifest["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        container["image"] = self.image
        container["envFrom"] = [{"configMapRef": {"name": self.configuration}}]
        for volume in pod["volumes"]:
            if volume["name"] == "certificates":
                volume["configMap"]["name"] = self.certificates
            if volume["name"] == "secrets":
                volume["secret"]["secretName"] = self.secret


def pod_values(
    *,
    name: str,
    component: str,
    resources: PodResources,
    priority_class: str,
    grace_seconds: int,
    replicas: int,
    command: list[str],
    environment: Mapping[str, str],
    secrets: Iterable[str],
    rules: NetworkRules,
) -> dict[str, object]:
    """Return the values of PodValues; `secrets` are the settings of the app that it reads from files."""
    kept = sorted(secrets)
    return {
        "name": name,
        "labels": labels(name, component),
        "selector_labels": selector_labels(name),
        "priority_class": priority_class,
        "grace_seconds": grace_seconds,
        "spread": replicas > 1,
        "command": command,
        "environment": {
            **environment,
            "DATABASE_CA_FILE": f"{CERTIFICATES}/{DATABASE_CA}",
            **{f"{setting.upper()}_FILE": f"{SECRETS}/{file_of(setting)}" for setting in kept},
        },
        "resources": resources.quantities(),
        "secret_files": [file_of(setting) for setting in kept],
        "certificates_path": CERTIFICATES,
        "secrets_path": SECRETS,
        "ingress": rules.ingress,
        "egress": rules.egress,
    }


def file_of(setting: str) -> str:
    """Return the key in a Secret, and the file, of a setting of the app."""
    return setting.replace("_", "-")
