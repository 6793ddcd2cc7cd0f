"""What the workloads of a phase ask of the cluster, at rest and at their most."""

from collections.abc import Iterator
from dataclasses import dataclass

from components.workloads.app_job import RESOURCES as JOB
from components.workloads.pod_resources import PodResources
from stacks.entry import GATEWAY
from stacks.phase_spec import PhaseSpec
from stacks.watchers import ALERTMANAGER, GRAFANA, JAEGER, PROMETHEUS


@dataclass(frozen=True, kw_only=True)
class Demand:
    """So many pods of one workload; `extra` are those that a rollout adds, and those it leaves to end."""

    workload: str
    pods: int
    most: int
    extra: int
    resources: PodResources


def demands(phase: PhaseSpec) -> Iterator[Demand]:
    """Yield the demand of each workload."""
    for name, web in phase.web_services.items():
        extra = web.max_surge + max(web.max_surge, web.max_unavailable)
        yield Demand(workload=name, pods=web.replicas, most=web.most_replicas, extra=extra, resources=web)
    if phase.gateway:
        gate = phase.gateway
        extra = gate.max_surge + max(gate.max_surge, gate.max_unavailable)
        yield Demand(workload=GATEWAY, pods=gate.replicas, most=gate.replicas, extra=extra, resources=gate)
    for name, group in phase.workers.items():
        extra = group.max_surge + max(group.max_surge, group.max_unavailable)
        yield Demand(
            workload=f"{name}-worker", pods=group.replicas, most=group.replicas, extra=extra, resources=group
        )
    for name, beat in phase.beats.items():
        yield Demand(workload=f"{name}-beat", pods=1, most=1, extra=1, resources=beat)
    if phase.monitoring:
        size = phase.monitoring
        copies = {PROMETHEUS: size.prometheus.replicas, ALERTMANAGER: size.alertmanager.replicas}
        tools = {
            PROMETHEUS: size.prometheus,
            ALERTMANAGER: size.alertmanager,
            GRAFANA: size.grafana,
            JAEGER: size.jaeger,
        }
        for name, tool in tools.items():
            # A pod takes the place of the one before it.
            pods = copies.get(name, 1)
            yield Demand(workload=name, pods=pods, most=pods, extra=0, resources=tool)
    jobs = [f"{name}-{job}" for name in phase.databases for job in ("roles", "migrate")]
    for job in (*jobs, *(f"{name}-users" for name in phase.brokers)):
        yield Demand(workload=job, pods=0, most=0, extra=1, resources=JOB)


def answering(phase: PhaseSpec) -> list[str]:
    """Return the workloads that are always there and tell their metrics."""
    gateway = [GATEWAY] if phase.gateway else []
    return [*phase.web_services, *gateway, *(f"{name}-worker" for name in phase.workers)]


def quota(phase: PhaseSpec) -> dict[str, str]:
    """Return the hard bounds of a ResourceQuota that just holds every workload at its most."""
    rows = [(demand.most + demand.extra, demand.resources) for demand in demands(phase)]
    return {
        "pods": str(sum(pods for pods, _ in rows)),
        "requests.cpu": f"{sum(pods * size.cpu_request_millicores for pods, size in rows)}m",
        "requests.memory": f"{sum(pods * size.memory_request_mib for pods, size in rows)}Mi",
        "limits.memory": f"{sum(pods * size.memory_limit_mib for pods, size in rows)}Mi",
    }
