"""WebService: a Deployment of web workers, the Service before it, and what keeps both at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.workloads.app_process import web_command
from components.workloads.chart import Chart, render
from components.workloads.manifests import workload_resources
from components.workloads.network_rules import NetworkRules
from components.workloads.pod import PodBinding, PodValues, pod_values
from components.workloads.pool_size import PoolSize
from components.workloads.priority import SERVING
from components.workloads.web_service_size import WebServiceSize

PORT = 8000
# Load balancers and proxies learn of an ending pod within so long.
DRAIN_SECONDS = 10
# What a process may take to end after its last request.
END_SECONDS = 5


class WebValues(PodValues):
    """What charts/web takes."""

    replicas: int
    max_surge: int
    max_unavailable: int
    port: int
    drain_seconds: int
    max_replicas: int
    cpu_percent: int


@dataclass(frozen=True, kw_only=True)
class WebServiceArgs:
    """`secrets` are the settings it reads from files; `after` is what must have succeeded before it starts.

    `disruptions` says whether there is another node to which its pods can go.
    """

    size: WebServiceSize
    chart: Chart
    namespace: pulumi.Input[str]
    binding: PodBinding
    secrets: Sequence[str]
    rules: NetworkRules
    disruptions: bool
    after: Sequence[pulumi.Resource]


class WebService(pulumi.ComponentResource):
    """Named as the component is; inside the cluster it is reached by that name on port 80."""

    def __init__(self, name: str, args: WebServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:WebService", name, {}, opts)
        size, chart = args.size, args.chart
        if size.autoscaling is None:
            chart = chart.without("autoscaler")
        if not args.disruptions or size.replicas < 2:
            chart = chart.without("disruption-budget")
        workload_resources(
            name,
            render(chart, _values(name, args)),
            namespace=args.namespace,
            binding=args.binding,
            parent=self,
            after=args.after,
            # The number is the autoscaler's from then on.
            ignore_changes=["spec.replicas"] if size.autoscaling else [],
        )
        self.register_outputs({})


def _values(name: str, args: WebServiceArgs) -> WebValues:
    size = args.size
    reader = size.reader_pool or PoolSize(size=1, max_overflow=0)  # the app has one, and no replica to ask
    pod = pod_values(
        name=name,
        component="web",
        resources=size,
        priority_class=SERVING,
        grace_seconds=DRAIN_SECONDS + size.worker_timeout_seconds + END_SECONDS,
        replicas=size.replicas,
        command=web_command(size.process),
        environment={
            "PORT": str(PORT),
            "WEB_CONCURRENCY": str(size.workers_per_pod),
            "WORKER_CLASS": size.worker_class,
            "WORKER_TIMEOUT_SECONDS": str(size.worker_timeout_seconds),
            "POOL_SIZE": str(size.pool.size),
            "POOL_OVERFLOW": str(size.pool.max_overflow),
            "POOL_RECYCLE_SECONDS": str(size.pool.recycle_seconds),
            "REPLICA_POOL_SIZE": str(reader.size),
            "REPLICA_POOL_OVERFLOW": str(reader.max_overflow),
        },
        secrets=args.secrets,
        rules=args.rules,
    )
    return WebValues.model_validate(
        {
            **pod,
            "replicas": size.replicas,
            "max_surge": size.max_surge,
            "max_unavailable": size.max_unavailable,
            "port": PORT,
            "drain_seconds": DRAIN_SECONDS,
            "max_replicas": size.most_replicas,
            "cpu_percent": size.autoscaling.cpu_percent if size.autoscaling else 0,
        }
    )
