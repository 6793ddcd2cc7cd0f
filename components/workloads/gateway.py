"""Gateway: the pods of Kong, their configuration, and what keeps them at hand."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.workloads.chart import Chart, Manifest, Values, render
from components.workloads.gateway_environment import (
    CONFIGURATION,
    CONFIGURATION_FILE,
    PORT,
    PREFIX,
    STATUS_PORT,
    environment,
)
from components.workloads.gateway_plugins import PASSWORD_VARIABLE
from components.workloads.gateway_size import GatewaySize
from components.workloads.labels import labels, selector_labels
from components.workloads.manifests import workload_resources
from components.workloads.network_rules import NetworkRules
from components.workloads.priority import SERVING
from components.workloads.web_service import DRAIN_SECONDS, END_SECONDS

# Of the image's own entry point, which is not in the same place in all of them.
ARGUMENTS = ["kong", "docker-start"]
PASSWORD_KEY = "counters-password"  # noqa: S105  the name of a key
CHECKSUM = "checksum/configuration"


class GatewayValues(Values):
    """What charts/gateway takes."""

    name: str
    labels: dict[str, str]
    selector_labels: dict[str, str]
    priority_class: str
    grace_seconds: int
    drain_seconds: int
    replicas: int
    max_surge: int
    max_unavailable: int
    args: list[str]
    environment: dict[str, str]
    password_variable: str
    password_key: str
    resources: dict[str, dict[str, str]]
    port: int
    status_port: int
    prefix_path: str
    configuration_path: str
    ingress: list[dict[str, object]]
    egress: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class GatewayArgs:
    """`configuration` is what Kong reads, `password` that of its counters.

    `trusted` are the addresses of the proxies before it; `longest_seconds` is how long a request may take;
    of `traced_percent` of all the traces are kept.
    The rest is as of WebServiceArgs.
    """

    size: GatewaySize
    chart: Chart
    namespace: pulumi.Input[str]
    image: pulumi.Input[str]
    configuration: pulumi.Input[str]
    password: pulumi.Input[str]
    trusted: Sequence[str]
    longest_seconds: int
    traced_percent: int
    rules: NetworkRules
    disruptions: bool
    after: Sequence[pulumi.Resource]


@dataclass(frozen=True, kw_only=True)
class GatewayBinding:
    """What is only known once it is made: the image, names of a ConfigMap and a Secret, and a checksum."""

    image: pulumi.Input[str]
    configuration: pulumi.Input[str]
    secret: pulumi.Input[str]
    checksum: pulumi.Input[str]

    def bind(self, manifest: Manifest) -> None:
        """Put it into the pods of a manifest."""
        template = manifest["spec"]["template"]
        template["metadata"]["annotations"] = {CHECKSUM: self.checksum}
        (container,) = template["spec"]["containers"]
        container["image"] = self.image
        for variable in container["env"]:
            if variable["name"] == PASSWORD_VARIABLE:
                variable["valueFrom"]["secretKeyRef"]["name"] = self.secret
        for volume in template["spec"]["volumes"]:
            if volume["name"] == "configuration":
                volume["configMap"]["name"] = self.configuration


class Gateway(pulumi.ComponentResource):
    """Named as the component is; another configuration is a rollout, which a mistake in it ends."""

    def __init__(self, name: str, args: GatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Gateway", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        metadata: kubernetes.meta.v1.ObjectMetaArgsDict = {
            "namespace": args.namespace,
            "labels": labels(name, "settings"),
        }
        text = pulumi.Output.from_input(args.configuration)
        configuration = kubernetes.core.v1.ConfigMap(
            f"{name}-configuration",
            metadata=metadata,
            data={CONFIGURATION_FILE: text},
            immutable=True,
            opts=child,
        )
        secret = kubernetes.core.v1.Secret(
            f"{name}-counters",
            metadata=metadata,
            type="Opaque",
            string_data={PASSWORD_KEY: pulumi.Output.secret(args.password)},
            immutable=True,
            opts=child,
        )
        binding = GatewayBinding(
            image=args.image,
            configuration=configuration.metadata.apply(lambda found: str(found.name)),
            secret=secret.metadata.apply(lambda found: str(found.name)),
            checksum=text.apply(lambda found: hashlib.sha256(found.encode()).hexdigest()),
        )
        alone = not args.disruptions or args.size.replicas < 2
        workload_resources(
            name,
            render(args.chart.without("disruption-budget") if alone else args.chart, _values(name, args)),
            namespace=args.namespace,
            binding=binding,
            parent=self,
            after=args.after,
        )
        self.register_outputs({})


def _values(name: str, args: GatewayArgs) -> GatewayValues:
    size = args.size
    return GatewayValues(
        name=name,
        labels=labels(name, "gateway"),
        selector_labels=selector_labels(name),
        priority_class=SERVING,
        grace_seconds=DRAIN_SECONDS + args.longest_seconds + END_SECONDS,
        drain_seconds=DRAIN_SECONDS,
        replicas=size.replicas,
        max_surge=size.max_surge,
        max_unavailable=size.max_unavailable,
        args=ARGUMENTS,
        environment=environment(
            workers=size.workers_per_pod,
            trusted=args.trusted,
            shutdown_seconds=args.longest_seconds,
            traced_percent=args.traced_percent,
        ),
        password_variable=PASSWORD_VARIABLE,
        password_key=PASSWORD_KEY,
        resources=size.quantities(),
        port=PORT,
        status_port=STATUS_PORT,
        prefix_path=PREFIX,
        configuration_path=CONFIGURATION,
        ingress=args.rules.ingress,
        egress=args.rules.egress,
    )
