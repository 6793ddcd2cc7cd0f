"""Entry: the port of every node at which the platform is reached, and the workload that listens there."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.workloads.chart import Chart, Values, render
from components.workloads.labels import labels, selector_labels
from components.workloads.manifest_resource import manifest_resource
from components.workloads.network_rules import NetworkRules


class EntryValues(Values):
    """What charts/entry takes."""

    name: str
    labels: dict[str, str]
    selector_labels: dict[str, str]
    workload_policy: str
    node_port: int
    ingress: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class EntryArgs:
    """`rules` say who may come in; `after` is what must be ready before anybody is sent to the workload."""

    workload: str
    node_port: int
    chart: Chart
    namespace: pulumi.Input[str]
    rules: NetworkRules
    after: Sequence[pulumi.Resource]


class Entry(pulumi.ComponentResource):
    """A Service of its own, so that another workload takes over in place and at once.

    The rule that lets the load balancer in is called after the workload: that of the new one is there before
    the Service turns to it, and that of the old one goes last, as all that is deleted.
    """

    def __init__(self, name: str, args: EntryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Entry", name, {}, opts)
        values = EntryValues(
            name=name,
            labels=labels(name, "entry"),
            selector_labels=selector_labels(args.workload),
            workload_policy=f"{args.workload}-{name}",
            node_port=args.node_port,
            ingress=args.rules.ingress,
        )
        made: list[pulumi.Resource] = []
        for manifest in render(args.chart, values):
            manifest["metadata"]["namespace"] = args.namespace
            resource_name = str(manifest["metadata"]["name"])
            # In the order of the templates: the rule, then the Service.
            options = pulumi.ResourceOptions(parent=self, depends_on=[*args.after, *made])
            made.append(manifest_resource(resource_name, manifest, options))
        self.register_outputs({})
