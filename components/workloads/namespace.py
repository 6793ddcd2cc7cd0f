"""Namespace: where the workloads run, under the restricted pod security standard."""

from dataclasses import dataclass

import pulumi

from components.workloads.chart import Chart, render
from components.workloads.labels import labels
from components.workloads.manifest_resource import manifest_resource


@dataclass(frozen=True, kw_only=True)
class NamespaceArgs:
    """The chart of the namespace."""

    chart: Chart


class Namespace(pulumi.ComponentResource):
    """Named as the component is."""

    name: pulumi.Output[str]

    def __init__(self, name: str, args: NamespaceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Namespace", name, {}, opts)
        values = {"name": name, "labels": labels(name, "namespace")}
        objects = [
            manifest_resource(name, manifest, pulumi.ResourceOptions(parent=self))
            for manifest in render(args.chart, values)
        ]

        # Through the objects, so that what is put into the namespace comes after it.
        self.name = pulumi.Output.all(*(item.id for item in objects)).apply(lambda _: name)
        self.register_outputs({"name": self.name})
