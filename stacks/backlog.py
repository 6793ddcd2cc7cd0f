"""The backlog of jobs: what is watched of it, and who tells CloudWatch where the broker does not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.cluster.pod_identity import PodIdentity, PodIdentityArgs
from components.operations.rule import Watched
from components.operations.tables import brokers, jobs
from components.workloads.app_process import QUEUES, shape
from stacks.brokers import Broker
from stacks.ground import Ground
from stacks.kubernetes_cluster import KubernetesCluster
from stacks.phase_spec import PhaseSpec

VIRTUAL_HOST = "/"


@dataclass(frozen=True, kw_only=True)
class BacklogReport:
    """Of one beat: its identity, and the region whose CloudWatch it tells."""

    identity: PodIdentity
    region: str


def compose_backlog_reports(
    phase: PhaseSpec, namespace: str, cluster: KubernetesCluster, ground: Ground
) -> dict[str, BacklogReport]:
    """Declare by beat who may tell CloudWatch how many jobs wait: none where the broker itself does."""
    return {
        name: BacklogReport(
            identity=PodIdentity(
                f"{name}-beat",
                PodIdentityArgs(
                    cluster_name=cluster.name,
                    cluster_arn=cluster.arn,
                    namespace=namespace,
                    service_account=f"{name}-beat",
                    policy=_metrics_of_jobs(),
                ),
                ground.on_aws,
            ),
            region=ground.installation.region,
        )
        for name in phase.beats
        if phase.queues_on_redis
    }


def watched_jobs(phase: PhaseSpec, there: Mapping[str, Broker]) -> Iterator[Watched]:
    """Yield the jobs of each beat that reports them, and each queue of dead letters of a broker."""
    if phase.queues_on_redis:
        for name, beat in phase.beats.items():
            dimensions = {"Shape": shape(beat.process)}
            yield Watched(name=f"{name}-backlog", table=jobs.ON_REDIS, dimensions=dimensions)
    processes = sorted({size.process for size in phase.workers.values()})
    for name, broker in there.items():
        for queue in (dead for process in processes for dead in dead_letter_queues(shape(process))):
            yield Watched(
                name=f"{name}-{queue}",
                table=brokers.DEAD_LETTERS,
                dimensions={
                    "Broker": broker.broker.broker_name, "VirtualHost": VIRTUAL_HOST, "Queue": queue,
                },
            )  # fmt: skip


def dead_letter_queues(of_shape: str) -> list[str]:
    """Return where RabbitMQ keeps the dead letters of a shape of the app, by the names that the app gives."""
    whose = "" if of_shape == "monolith" else f"{of_shape}."
    return [f"{whose}{queue}.dead" for queue in QUEUES]


def _metrics_of_jobs() -> str:
    # CloudWatch has no resources to name: a role is held to a namespace by its condition.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    statement = {
        "Effect": "Allow",
        "Action": "cloudwatch:PutMetricData",
        "Resource": "*",
        "Condition": {"StringEquals": {"cloudwatch:namespace": jobs.NAMESPACE}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
