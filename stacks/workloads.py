"""The workloads of the bill of materials: the app's processes, and the jobs that prepare their databases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi

from components.workloads.app_job import AppJob, AppJobArgs
from components.workloads.app_process import broker_users_command, migrate_command, roles_command
from components.workloads.app_settings import AppSettings, AppSettingsArgs
from components.workloads.beat import Beat, BeatArgs
from components.workloads.namespace import Namespace
from components.workloads.network_rules import NetworkRules
from components.workloads.pod import PodBinding
from components.workloads.trace_configuration import OTLP_PORT
from components.workloads.web_service import WebService, WebServiceArgs
from components.workloads.worker import Worker, WorkerArgs
from stacks.app_settings import (
    OF_SIGNING_IN,
    SettingsOf,
    Stores,
    of_broker_users,
    of_migrations,
    of_process,
    of_roles,
)
from stacks.backlog import BacklogReport
from stacks.brokers import Broker
from stacks.call_graph import CallGraph
from stacks.charts import chart
from stacks.databases import Database
from stacks.installation import Installation
from stacks.phase_spec import PhaseSpec
from stacks.watchers import JAEGER

ROLES_SECONDS, USERS_SECONDS = 300, 300
# An index of a large table takes its time; the rollout waits.
MIGRATION_SECONDS = 3000


@dataclass(frozen=True, kw_only=True)
class Platform:
    """What all workloads share: `kept` are the app's keys and tokens, `image` is its image by digest.

    `used` has for each database of the phase the one whose data its users use now: while a promotion moves
    data, another than in the end. `reports` has the beats that tell CloudWatch of the jobs.
    """

    phase: PhaseSpec
    installation: Installation
    graph: CallGraph
    used: Mapping[str, str]
    stores: Stores
    namespace: Namespace
    image: pulumi.Input[str]
    kept: pulumi.Output[Mapping[str, str]]
    reports: Mapping[str, BacklogReport]
    public_url: pulumi.Input[str]
    on_kubernetes: pulumi.ResourceOptions

    @property
    def several_nodes(self) -> bool:
        """Whether pods of a node that is drained can go to another."""
        return self.phase.nodes > 1

    @property
    def traces_url(self) -> str | None:
        """Where traces go by OTLP over HTTP, if anywhere."""
        return f"http://{JAEGER}:{OTLP_PORT}" if self.phase.monitoring else None


@dataclass(frozen=True, kw_only=True)
class _Settings:
    """Those of one process, made: what its pods are bound to, and what they find there."""

    binding: PodBinding
    secrets: list[str]

    def without_signing(self) -> list[str]:
        return [setting for setting in self.secrets if setting not in OF_SIGNING_IN]


def compose_workloads(
    platform: Platform, databases: Mapping[str, Database], brokers: Mapping[str, Broker]
) -> dict[str, WebService]:
    """Declare them: for each database and broker its jobs, and after these the processes that use it.

    Return what serves, by name.
    """
    phase, options = platform.phase, platform.on_kubernetes
    running = phase.workloads(platform.used)
    users = [_broker_users(name, broker, platform) for name, broker in brokers.items()]
    ready = {name: [*_prepared(name, database, platform), *users] for name, database in databases.items()}
    neighbours = {size.process: name for name, size in phase.web_services.items()}
    settings = {
        process: _settings(
            process,
            of_process(
                process,
                databases[platform.used[database]],
                stores=platform.stores,
                outside=platform.installation.outside,
                rotation=platform.installation.database_logins,
                kept=platform.kept,
                neighbours=neighbours,
                public_url=platform.public_url,
                traces_url=platform.traces_url,
            ),
            platform,
        )
        for process, database in phase.processes().items()
    }
    services = {}
    for name, web in running.web_services.items():
        services[name] = WebService(
            name,
            WebServiceArgs(
                size=web,
                chart=chart("web"),
                namespace=platform.namespace.name,
                binding=settings[web.process].binding,
                secrets=settings[web.process].secrets,
                rules=platform.graph.web(name),
                disruptions=platform.several_nodes,
                after=ready[web.database],
            ),
            options,
        )
    for name, group in running.workers.items():
        Worker(
            name,
            WorkerArgs(
                size=group,
                chart=chart("worker"),
                namespace=platform.namespace.name,
                binding=settings[group.process].binding,
                secrets=settings[group.process].without_signing(),
                rules=platform.graph.worker(),
                disruptions=platform.several_nodes,
                after=ready[group.database],
            ),
            options,
        )
    for name, beat in running.beats.items():
        report = platform.reports.get(name)
        Beat(
            name,
            BeatArgs(
                size=beat,
                chart=chart("beat"),
                namespace=platform.namespace.name,
                binding=settings[beat.process].binding,
                secrets=settings[beat.process].without_signing(),
                rules=platform.graph.beat(),
                reports_to=report.region if report else None,
                after=[*ready[beat.database], *([report.identity] if report else [])],
            ),
            options,
        )
    return services


def _prepared(name: str, there: Database, platform: Platform) -> list[pulumi.Resource]:
    """Declare the jobs that make a database's roles and then its tables; return what is to be waited for."""
    installation = platform.installation
    # Also of those that will come: their tables have to be there before their data.
    processes = [
        process
        for process, database in platform.phase.processes().items()
        if name in (database, platform.used[database])
    ]
    if not processes:
        return []
    rotation, kept = installation.database_logins, platform.kept
    roles = _job(
        f"{name}-roles",
        roles_command(),
        ROLES_SECONDS,
        of_roles(there, processes, rotation, kept),
        [],
        platform.graph.job(),
        platform,
    )
    migrations = _job(
        f"{name}-migrate",
        migrate_command(processes),
        MIGRATION_SECONDS,
        of_migrations(there, rotation, kept),
        [roles],
        platform.graph.job(),
        platform,
    )
    return [migrations]


def _broker_users(name: str, there: Broker, platform: Platform) -> pulumi.Resource:
    rotation, kept = platform.installation.database_logins, platform.kept
    return _job(
        f"{name}-users",
        broker_users_command(),
        USERS_SECONDS,
        of_broker_users(name, there, rotation, kept),
        [],
        platform.graph.broker_users(),
        platform,
    )


def _job(
    name: str,
    command: Iterable[str],
    deadline_seconds: int,
    settings: SettingsOf,
    after: list[pulumi.Resource],
    rules: NetworkRules,
    platform: Platform,
) -> AppJob:
    made = _settings(name, settings, platform)
    return AppJob(
        name,
        AppJobArgs(
            command=list(command),
            deadline_seconds=deadline_seconds,
            chart=chart("job"),
            namespace=platform.namespace.name,
            binding=made.binding,
            secrets=made.secrets,
            rules=rules,
            after=after,
        ),
        platform.on_kubernetes,
    )


def _settings(name: str, settings: SettingsOf, platform: Platform) -> _Settings:
    made = AppSettings(
        name,
        AppSettingsArgs(namespace=platform.namespace.name, plain=settings.plain, secret=settings.secret),
        platform.on_kubernetes,
    )
    binding = PodBinding(
        image=platform.image,
        configuration=made.configuration,
        secret=made.secret,
        certificates=platform.namespace.certificates,
    )
    return _Settings(binding=binding, secrets=sorted(settings.secret))
