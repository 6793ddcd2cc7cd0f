"""Beat: the one pod that gives out the chores of a process by the clock, or does them without a queue."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.workloads.app_process import beat_command, shape
from components.workloads.beat_size import POOL, BeatSize
from components.workloads.chart import Chart, render
from components.workloads.manifests import workload_resources
from components.workloads.network_rules import NetworkRules
from components.workloads.pod import PodBinding, PodValues, pod_values
from components.workloads.priority import SCHEDULING

GRACE_SECONDS = 45
# With a queue it writes its schedule down every 180 s, without one after each round, every 60 s.
STALE_SECONDS = 600
_ALIVE = (
    "import glob, os, sys, time; "
    "written = [os.path.getmtime(path) for path in glob.glob('/tmp/{shape}-beat*')]; "
    "sys.exit(not written or time.time() - max(written) > {stale})"
)


class BeatValues(PodValues):
    """What charts/beat takes."""

    alive_command: list[str]


@dataclass(frozen=True, kw_only=True)
class BeatArgs:
    """As of WebServiceArgs. In the region `reports_to`, if any, CloudWatch is told how many jobs wait."""

    size: BeatSize
    chart: Chart
    namespace: pulumi.Input[str]
    binding: PodBinding
    secrets: Sequence[str]
    rules: NetworkRules
    reports_to: str | None
    after: Sequence[pulumi.Resource]


class Beat(pulumi.ComponentResource):
    """Named as the component is, with `-beat` behind it."""

    def __init__(self, name: str, args: BeatArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:workloads:Beat", name, {}, opts)
        workload_resources(
            f"{name}-beat",
            render(args.chart, _values(name, args)),
            namespace=args.namespace,
            binding=args.binding,
            parent=self,
            after=args.after,
        )
        self.register_outputs({})


def _values(name: str, args: BeatArgs) -> BeatValues:
    size = args.size
    pod = pod_values(
        name=f"{name}-beat",
        component="beat",
        resources=size,
        priority_class=SCHEDULING,
        grace_seconds=GRACE_SECONDS,
        replicas=1,
        command=beat_command(size.process),
        environment={
            "POOL_SIZE": str(POOL.size),
            "POOL_OVERFLOW": str(POOL.max_overflow),
            "POOL_RECYCLE_SECONDS": str(POOL.recycle_seconds),
            # What is to be done next depends on what is written, which a replica may not have yet.
            "DATABASE_REPLICA_HOSTS": "",
            "REPLICA_POOL_SIZE": "1",
            "REPLICA_POOL_OVERFLOW": "0",
            **({"CLOUDWATCH_REGION": args.reports_to} if args.reports_to else {}),
        },
        secrets=args.secrets,
        rules=args.rules,
    )
    alive = ["python", "-c", _ALIVE.format(shape=shape(size.process), stale=STALE_SECONDS)]
    return BeatValues.model_validate({**pod, "alive_command": alive})
