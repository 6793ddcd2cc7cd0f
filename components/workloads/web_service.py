"""WebService: a Deployment of web workers and the Service before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

import pulumi
from pydantic import Field, model_validator

from components.size import Count, PositiveCount, Size, broken_rule
from components.workloads.chart import Chart, render
from components.workloads.labels import labels, selector_labels
from components.workloads.manifest_resource import manifest_resource

PORT = 8000
# Measured by the architecture's authors; the least that a request of memory has to leave for each worker.
WORKER_MIB = 150


class WebServiceSize(Size):
    """What a phase chooses of one web service."""

    replicas: PositiveCount
    workers_per_pod: PositiveCount
    worker_class: Literal["sync", "gevent"]
    worker_timeout_seconds: Annotated[
        int, Field(ge=1, le=300, description="a whole number of seconds from 1 to 300")
    ]
    cpu_request_millicores: Annotated[
        int, Field(ge=10, le=64000, description="a whole number from 10 to 64000")
    ]
    memory_request_mib: Annotated[
        int, Field(ge=64, le=65536, description="a whole number of MiB from 64 to 65536")
    ]
    memory_limit_mib: Annotated[
        int, Field(ge=64, le=65536, description="a whole number of MiB from 64 to 65536")
    ]
    max_surge: Count
    max_unavailable: Count

    @model_validator(mode="after")
    def _workers_fit(self) -> Self:
        least = self.workers_per_pod * WORKER_MIB
        if self.memory_request_mib < least:
            raise broken_rule(
                "memory_request_mib",
                self.memory_request_mib,
                f"{least} or more for {self.workers_per_pod} workers of {WORKER_MIB} MiB",
                "raise it or take fewer workers",
            )
        return self

    @model_validator(mode="after")
    def _limit_covers_request(self) -> Self:
        if self.memory_limit_mib < self.memory_request_mib:
            raise broken_rule(
                "memory_limit_mib",
                self.memory_limit_mib,
                f"memory_request_mib {self.memory_request_mib} or more",
                "raise the limit or lower the request",
            )
        return self

    @model_validator(mode="after")
    def _a_rollout_can_move(self) -> Self:
        if not self.max_surge and not self.max_unavailable:
            raise broken_rule(
                "max_unavailable", 0, "1 or more with max_surge 0", "raise max_surge or max_unavailable"
            )
        return self


@dataclass(frozen=True, kw_only=True)
class WebServiceArgs:
    """The image listens on the port and answers /healthz and /readyz; the command starts it."""

    size: WebServiceSize
    chart: Chart
    namespace: pulumi.Input[str]
    image: str
    command: Sequence[str]


class WebService(pulumi.ComponentResource):
    """Named as the component is; inside the cluster it is reached by that name on port 80."""

    def __init__(self, name: str, args: WebServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:WebService", name, {}, opts)
        values = {
            **args.size.model_dump(),
            "name": name,
            "image": args.image,
            "command": list(args.command),
            "port": PORT,
            "labels": labels(name, "web"),
            "selector_labels": selector_labels(name),
        }
        for manifest in render(args.chart, values):
            manifest["metadata"]["namespace"] = args.namespace
            manifest_resource(name, manifest, pulumi.ResourceOptions(parent=self))
        self.register_outputs({})
