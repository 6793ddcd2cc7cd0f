"""The pod of a program that watches the platform: the values of its templates, and what is bound later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.workloads.chart import Chart, Manifest, Values, render
from components.workloads.labels import labels, selector_labels
from components.workloads.manifests import workload_resources
from components.workloads.network_rules import NetworkRules
from components.workloads.pod import SECRETS
from components.workloads.pod_resources import PodResources
from components.workloads.priority import WATCHING

CONFIGURATION = "/etc/softfactory/configuration"
DATA = "/data"
COMPONENT = "monitoring"
GRACE_SECONDS = 60


class ToolValues(Values):
    """What the charts of these programs take; without `storage_gib` what they keep is on the node."""

    name: str
    labels: dict[str, str]
    selector_labels: dict[str, str]
    priority_class: str
    grace_seconds: int
    replicas: int
    user: int
    calls_kubernetes: bool
    args: list[str]
    environment: dict[str, str]
    resources: dict[str, dict[str, str]]
    ports: dict[str, int]
    probe_port: str
    ready_path: str
    live_path: str
    files: dict[str, str]
    configuration_path: str
    secret_files: list[str]
    secrets_path: str
    data_path: str
    scratch_mib: int
    storage_gib: int
    ingress: list[dict[str, object]]
    egress: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class ToolWiring:
    """`files` are the texts of its configuration by name; `disruptions` as of WebServiceArgs.

    `storage_class` is that of a volume, for one that keeps things.
    """

    chart: Chart
    namespace: pulumi.Input[str]
    image: pulumi.Input[str]
    files: Mapping[str, pulumi.Input[str]]
    rules: NetworkRules
    disruptions: bool
    storage_class: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class Tool:
    """What is the same in every installation: `user` is the image's own, `paths` are where files go."""

    user: int
    ports: Mapping[str, int]
    probe_port: str = "http"
    ready_path: str
    live_path: str
    calls_kubernetes: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ToolBinding:
    """What is only known once it is made."""

    image: pulumi.Input[str]
    configuration: pulumi.Input[str]
    secret: pulumi.Input[str] | None
    storage_class: pulumi.Input[str]

    def bind(self, manifest: Manifest) -> None:
        """Put it into the pods of a manifest."""
        pod = manifest["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        container["image"] = self.image
        for volume in pod["volumes"]:
            if volume["name"] == "configuration":
                volume["configMap"]["name"] = self.configuration
            if volume["name"] == "secrets":
                volume["secret"]["secretName"] = self.secret
        for claim in manifest["spec"].get("volumeClaimTemplates", ()):
            claim["spec"]["storageClassName"] = self.storage_class


def tool_resources(
    name: str,
    tool: Tool,
    wiring: ToolWiring,
    *,
    size: PodResources,
    command: Sequence[str],
    environment: Mapping[str, str],
    parent: pulumi.Resource,
    replicas: int = 1,
    grace_seconds: int = GRACE_SECONDS,
    scratch_mib: int = 0,
    storage_gib: int = 0,
    secrets: Mapping[str, pulumi.Input[str]] | None = None,
) -> None:
    """Make its configuration, its secrets and the manifests of its chart."""
    child = pulumi.ResourceOptions(parent=parent)
    metadata: Any = {"namespace": wiring.namespace, "labels": labels(name, "settings")}
    configuration = kubernetes.core.v1.ConfigMap(
        f"{name}-configuration", metadata=metadata, data=dict(wiring.files), immutable=True, opts=child
    )
    secret: pulumi.Output[str] | None = None
    if secrets:
        kept = kubernetes.core.v1.Secret(
            f"{name}-secrets",
            metadata=metadata,
            type="Opaque",
            string_data={key: pulumi.Output.secret(value) for key, value in secrets.items()},
            immutable=True,
            opts=child,
        )
        secret = kept.metadata.apply(lambda found: str(found.name))
    values = ToolValues(
        name=name,
        labels=labels(name, COMPONENT),
        selector_labels=selector_labels(name),
        priority_class=WATCHING,
        grace_seconds=grace_seconds,
        replicas=replicas,
        user=tool.user,
        calls_kubernetes=tool.calls_kubernetes,
        args=list(command),
        # The garbage is collected before the kernel ends the process.
        environment={"GOMEMLIMIT": f"{size.memory_limit_mib * 9 // 10}MiB", **environment},
        resources=size.quantities(),
        ports=dict(tool.ports),
        probe_port=tool.probe_port,
        ready_path=tool.ready_path,
        live_path=tool.live_path,
        files={key: tool.paths.get(key, key) for key in sorted(wiring.files)},
        configuration_path=CONFIGURATION,
        secret_files=sorted(secrets or {}),
        secrets_path=SECRETS,
        data_path=DATA,
        scratch_mib=scratch_mib,
        storage_gib=storage_gib,
        ingress=wiring.rules.ingress,
        egress=wiring.rules.egress,
    )
    chart = wiring.chart
    if "disruption-budget.yaml.j2" in chart.templates and (not wiring.disruptions or replicas < 2):
        chart = chart.without("disruption-budget")
    manifests = render(chart, values)
    for manifest in manifests:
        for subject in manifest.get("subjects", ()):
            subject["namespace"] = wiring.namespace
    workload_resources(
        name,
        manifests,
        namespace=wiring.namespace,
        binding=ToolBinding(
            image=wiring.image,
            configuration=configuration.metadata.apply(lambda found: str(found.name)),
            secret=secret,
            storage_class=wiring.storage_class,
        ),
        parent=parent,
        after=[],
    )
