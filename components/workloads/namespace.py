"""Namespace: where the workloads run: restricted, bounded, and closed to what no rule allows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.workloads.chart import Chart, Values, render
from components.workloads.labels import labels
from components.workloads.manifest_resource import manifest_resource
from components.workloads.priority import VALUES


class NamespaceValues(Values):
    """What charts/namespace takes."""

    name: str
    labels: dict[str, str]
    quota: dict[str, str]


class PriorityValues(Values):
    """What charts/priority takes."""

    name: str
    labels: dict[str, str]
    value: int


@dataclass(frozen=True, kw_only=True)
class NamespaceArgs:
    """`quota` is what all pods together may ask for; `certificates` are files of trusted authorities."""

    chart: Chart
    priority_chart: Chart
    quota: Mapping[str, str]
    certificates: Mapping[str, str]


class Namespace(pulumi.ComponentResource):
    """Named as the component is; `certificates` is the name of the ConfigMap of the certificates."""

    name: pulumi.Output[str]
    certificates: pulumi.Output[str]

    def __init__(self, name: str, args: NamespaceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Namespace", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        given = labels(name, "namespace")
        manifests = render(args.chart, NamespaceValues(name=name, labels=given, quota=dict(args.quota)))
        (space,) = (item for item in manifests if item["kind"] == "Namespace")
        made = manifest_resource(name, space, child)
        there = made.id.apply(lambda _: name)
        bounds = []
        for manifest in manifests:
            if manifest is not space:
                manifest["metadata"]["namespace"] = there
                bounds.append(manifest_resource(f"{name}-{manifest['metadata']['name']}", manifest, child))
        for priority, value in VALUES.items():
            values = PriorityValues(name=priority, labels=given, value=value)
            (manifest,) = render(args.priority_chart, values)
            bounds.append(manifest_resource(priority, manifest, child))
        certificates = kubernetes.core.v1.ConfigMap(
            "certificates",
            metadata={"namespace": there, "labels": given},
            data=dict(args.certificates),
            immutable=True,
            opts=child,
        )

        # Through all of them, so that what is put into the namespace comes after its rules.
        self.name = pulumi.Output.all(there, *(item.id for item in bounds)).apply(lambda _: name)
        self.certificates = certificates.metadata.apply(lambda found: str(found.name))
        self.register_outputs({"name": self.name, "certificates": self.certificates})
