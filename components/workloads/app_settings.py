"""AppSettings: the settings of one process of the app that are only known once its stores are there."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.workloads.labels import labels
from components.workloads.pod import file_of


@dataclass(frozen=True, kw_only=True)
class AppSettingsArgs:
    """By the names of the app's settings: what may be read by anyone, and what only its pods may read."""

    namespace: pulumi.Input[str]
    plain: Mapping[str, pulumi.Input[str]]
    secret: Mapping[str, pulumi.Input[str]]


class AppSettings(pulumi.ComponentResource):
    """A ConfigMap of environment variables and a Secret of files.

    Both get another name with another content, so that a rollout and not a restart brings it to the pods, and
    the pods before it keep what they began with.
    """

    configuration: pulumi.Output[str]
    secret: pulumi.Output[str]

    def __init__(self, name: str, args: AppSettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:AppSettings", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        metadata: kubernetes.meta.v1.ObjectMetaArgsDict = {
            "namespace": args.namespace,
            "labels": labels(name, "settings"),
        }
        configuration = kubernetes.core.v1.ConfigMap(
            f"{name}-settings",
            metadata=metadata,
            data={setting.upper(): value for setting, value in sorted(args.plain.items())},
            immutable=True,
            opts=child,
        )
        secret = kubernetes.core.v1.Secret(
            f"{name}-settings",
            metadata=metadata,
            type="Opaque",
            string_data={
                file_of(setting): pulumi.Output.secret(value)
                for setting, value in sorted(args.secret.items())
            },
            immutable=True,
            opts=child,
        )

        self.configuration = configuration.metadata.apply(lambda found: str(found.name))
        self.secret = secret.metadata.apply(lambda found: str(found.name))
        self.register_outputs({"configuration": self.configuration, "secret": self.secret})
