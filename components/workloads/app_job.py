"""AppJob: a process of the app that runs to its end, once for each image and each setting."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.workloads.chart import Chart, render
from components.workloads.manifests import workload_resources
from components.workloads.network_rules import NetworkRules
from components.workloads.pod import PodBinding, PodValues, pod_values
from components.workloads.pod_resources import PodResources
from components.workloads.priority import SERVING

GRACE_SECONDS = 45
# The same in every phase: it holds one connection and sends statements.
RESOURCES = PodResources(cpu_request_millicores=50, memory_request_mib=192, memory_limit_mib=320)


class JobValues(PodValues):
    """What charts/job takes."""

    deadline_seconds: int


@dataclass(frozen=True, kw_only=True)
class AppJobArgs:
    """`deadline_seconds` bounds all its tries together; `after` is what must have succeeded before."""

    command: Sequence[str]
    deadline_seconds: int
    chart: Chart
    namespace: pulumi.Input[str]
    binding: PodBinding
    secrets: Sequence[str]
    rules: NetworkRules
    after: Sequence[pulumi.Resource]


class AppJob(pulumi.ComponentResource):
    """A resource that depends on it waits until it has succeeded; if it fails, the update ends there."""

    def __init__(self, name: str, args: AppJobArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:AppJob", name, {}, opts)
        values = JobValues.model_validate(
            {
                **pod_values(
                    name=name,
                    component="job",
                    resources=RESOURCES,
                    # What serves waits for it, so it may take the place of what works.
                    priority_class=SERVING,
                    grace_seconds=GRACE_SECONDS,
                    replicas=1,
                    command=list(args.command),
                    environment={},
                    secrets=args.secrets,
                    rules=args.rules,
                ),
                "deadline_seconds": args.deadline_seconds,
            }
        )
        workload_resources(
            name,
            render(args.chart, values),
            namespace=args.namespace,
            binding=args.binding,
            parent=self,
            after=args.after,
            wait_seconds=args.deadline_seconds + 60,
        )
        self.register_outputs({})
