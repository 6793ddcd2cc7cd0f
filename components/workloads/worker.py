"""Worker: a Deployment of Celery workers that take the jobs of one process from its queues."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.workloads.app_process import worker_command
from components.workloads.chart import Chart, render
from components.workloads.manifests import workload_resources
from components.workloads.network_rules import NetworkRules
from components.workloads.pod import PodBinding, PodValues, pod_values
from components.workloads.priority import WORKING
from components.workloads.worker_size import WorkerSize

METRICS_PORT = 9000
# A job is ended after 300 s; a worker that is told to stop finishes the jobs it has.
GRACE_SECONDS = 315
# What one may take to be ready, as of any other pod: where there is no room beside an old one, after its end.
READY_SECONDS = 300


class WorkerValues(PodValues):
    """What charts/worker takes."""

    replicas: int
    max_surge: int
    max_unavailable: int
    progress_seconds: int
    metrics_port: int


@dataclass(frozen=True, kw_only=True)
class WorkerArgs:
    """As of WebServiceArgs."""

    size: WorkerSize
    chart: Chart
    namespace: pulumi.Input[str]
    binding: PodBinding
    secrets: Sequence[str]
    rules: NetworkRules
    disruptions: bool
    after: Sequence[pulumi.Resource]


class Worker(pulumi.ComponentResource):
    """Named as the component is, with `-worker` behind it."""

    def __init__(self, name: str, args: WorkerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Worker", name, {}, opts)
        alone = not args.disruptions or args.size.replicas < 2
        workload_resources(
            f"{name}-worker",
            render(args.chart.without("disruption-budget") if alone else args.chart, _values(name, args)),
            namespace=args.namespace,
            binding=args.binding,
            parent=self,
            after=args.after,
            # One after the other, if each of them has a long job in hand.
            wait_seconds=READY_SECONDS + args.size.replicas * GRACE_SECONDS,
        )
        self.register_outputs({})


def _values(name: str, args: WorkerArgs) -> WorkerValues:
    size = args.size
    pod = pod_values(
        name=f"{name}-worker",
        component="worker",
        resources=size,
        priority_class=WORKING,
        grace_seconds=GRACE_SECONDS,
        replicas=size.replicas,
        command=worker_command(size.process),
        environment={
            "METRICS_PORT": str(METRICS_PORT),
            "WORKER_CONCURRENCY": str(size.concurrency),
            "WORKER_QUEUES": ",".join(size.queues),
            "POOL_SIZE": str(size.pool.size),
            "POOL_OVERFLOW": str(size.pool.max_overflow),
            "POOL_RECYCLE_SECONDS": str(size.pool.recycle_seconds),
            # A job follows a write, which a replica may not have yet: it has none to ask.
            "DATABASE_REPLICA_HOSTS": "",
            "REPLICA_POOL_SIZE": "1",
            "REPLICA_POOL_OVERFLOW": "0",
        },
        secrets=args.secrets,
        rules=args.rules,
    )
    return WorkerValues.model_validate(
        {
            **pod,
            "replicas": size.replicas,
            "max_surge": size.max_surge,
            "max_unavailable": size.max_unavailable,
            "progress_seconds": GRACE_SECONDS + READY_SECONDS,
            "metrics_port": METRICS_PORT,
        }
    )
