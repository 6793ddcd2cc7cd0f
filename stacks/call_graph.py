"""The call graph: who talks to whom, as the network rules of each workload."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from components.cluster.eks_cluster import SERVICE_CIDR
from components.data.rabbit_broker import CONSOLE_PORT
from components.data.redis_group import PORT as REDIS_PORT
from components.network.cidr_plan import CidrPlan
from components.workloads import alertmanager, prometheus
from components.workloads.app_process import PROCESSES
from components.workloads.gateway_environment import PORT as GATEWAY_PORT
from components.workloads.gateway_environment import STATUS_PORT
from components.workloads.network_rules import (
    NetworkRules,
    among_copies,
    from_addresses,
    from_workloads,
    to_addresses,
    to_internet,
    to_workloads,
)
from components.workloads.trace_configuration import METRICS_PORT as TRACE_METRICS_PORT
from components.workloads.trace_configuration import OTLP_PORT, QUERY_PORT
from components.workloads.web_service import PORT
from components.workloads.worker import METRICS_PORT
from stacks.entry import GATEWAY
from stacks.outside import HTTPS, Outside
from stacks.phase_spec import PhaseSpec
from stacks.watchers import ALERTMANAGER, GRAFANA, JAEGER, PROMETHEUS

# Of the node itself: the credentials and the metadata of its role.
LINK_LOCAL = "169.254.0.0/16"
# Of the node too: what gives a pod the credentials of its own role.
# https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
IDENTITY_AGENT, IDENTITY_PORT = "169.254.170.23/32", 80
# The Service of the Kubernetes API has the first address of all.
API_SERVICE = f"{next(IPv4Network(SERVICE_CIDR).hosts())}/32"


@dataclass(frozen=True, kw_only=True)
class CallGraph:
    """`store_ports` are those of databases, caches and brokers, which are all in the data subnets."""

    phase: PhaseSpec
    plan: CidrPlan
    outside: Outside
    database_port: int
    store_ports: tuple[int, ...]

    def web(self, name: str) -> NetworkRules:
        """Return the rules of a web service."""
        process = PROCESSES[self.phase.web_services[name].process]
        asked = [other for other, size in self.phase.web_services.items() if size.process in process.asks]
        asking = [
            other
            for other, size in self.phase.web_services.items()
            if self.phase.web_services[name].process in PROCESSES[size.process].asks
        ]
        if self.phase.gateway:
            asking.append(GATEWAY)
        rules = self._stores() + to_workloads(asked, PORT) + from_workloads(asking, PORT)
        rules += self._watched(PORT) + self._traced()
        if not self.phase.workers:  # it does its jobs itself
            return rules + self._internet(self.outside.ports())
        return rules + self._internet((HTTPS,) if process.takes_payments else ())

    def gateway(self) -> NetworkRules:
        """Return the rules of the gateway, beside those of the entry: the services, and where it counts."""
        rules = to_workloads(self.phase.web_services, PORT) + to_addresses(self._data(), [REDIS_PORT])
        return rules + self._watched(STATUS_PORT) + self._traced()

    def entry(self) -> NetworkRules:
        """Return the rules of whatever the load balancer, in the public subnets, forwards to."""
        port = GATEWAY_PORT if self.phase.gateway else PORT
        return from_addresses([str(block) for block in self.plan.public], port)

    def worker(self) -> NetworkRules:
        """Return the rules of every group of workers."""
        return self._job_rules() + self._watched(METRICS_PORT) + self._traced()

    def beat(self) -> NetworkRules:
        """Return the rules of every beat: it talks to the broker, or does chores and lost jobs itself.

        One whose broker tells CloudWatch nothing does so itself, as whom the agent of the node says it is.
        """
        if not self.phase.workers:
            return self._job_rules()
        rules = to_addresses(self._data(), self.store_ports)
        if not self.phase.queues_on_redis:
            return rules
        return rules + to_addresses([IDENTITY_AGENT], [IDENTITY_PORT]) + self._internet((HTTPS,))

    def job(self) -> NetworkRules:
        """Return the rules of the jobs that prepare databases."""
        return to_addresses(self._data(), [self.database_port])

    def broker_users(self) -> NetworkRules:
        """Return the rules of the job that makes the users of a broker."""
        return to_addresses(self._data(), [CONSOLE_PORT])

    def prometheus(self) -> NetworkRules:
        """Return the rules of what asks all others for their metrics, and Kubernetes who they are."""
        asked = to_workloads(self.phase.web_services, PORT)
        asked += to_workloads([f"{name}-worker" for name in self.phase.workers], METRICS_PORT)
        if self.phase.gateway:
            asked += to_workloads([GATEWAY], STATUS_PORT)
        asked += to_workloads([ALERTMANAGER], alertmanager.PORT)
        asked += to_workloads([JAEGER], TRACE_METRICS_PORT)
        asked += to_workloads([PROMETHEUS], prometheus.PORT)
        # The Service, and what is behind it, in the subnets of the nodes.
        asked += to_addresses([API_SERVICE, *(str(block) for block in self.plan.private)], [HTTPS])
        return asked + from_workloads([PROMETHEUS, GRAFANA], prometheus.PORT)

    def alertmanager(self) -> NetworkRules:
        """Return the rules of what tells PagerDuty."""
        rules = among_copies(ALERTMANAGER, alertmanager.PEER_PORT) + self._internet((HTTPS,))
        return rules + from_workloads([PROMETHEUS], alertmanager.PORT)

    def jaeger(self) -> NetworkRules:
        """Return the rules of what gets the traces."""
        senders = [*self.phase.web_services, *(f"{name}-worker" for name in self.phase.workers)]
        rules = from_workloads([*senders, *([GATEWAY] if self.phase.gateway else [])], OTLP_PORT)
        rules += from_workloads([GRAFANA], QUERY_PORT)
        return rules + from_workloads([PROMETHEUS], TRACE_METRICS_PORT)

    def grafana(self) -> NetworkRules:
        """Return the rules of what shows metrics and traces."""
        return to_workloads([PROMETHEUS], prometheus.PORT) + to_workloads([JAEGER], QUERY_PORT)

    def _watched(self, port: int) -> NetworkRules:
        return from_workloads([PROMETHEUS] if self.phase.monitoring else [], port)

    def _traced(self) -> NetworkRules:
        return to_workloads([JAEGER] if self.phase.monitoring else [], OTLP_PORT)

    def _job_rules(self) -> NetworkRules:
        return self._stores() + self._internet(self.outside.ports())

    def _stores(self) -> NetworkRules:
        return to_addresses(self._data(), [self.database_port, *self.store_ports])

    def _data(self) -> list[str]:
        return [str(block) for block in self.plan.data]

    def _internet(self, ports: tuple[int, ...]) -> NetworkRules:
        return to_internet(ports, [str(self.plan.vpc), LINK_LOCAL])
