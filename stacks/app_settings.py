"""The settings of the app's processes, from what the composition knows: stores, keys, systems outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi

from components.workloads.app_process import PROCESSES, ProcessName
from stacks.brokers import Broker
from stacks.databases import Database
from stacks.logins import OWNER, LoginRotation, broker_passwords, group, passwords
from stacks.outside import CALLED_WITH, TOKENS, Outside

JWT_ISSUER = "softfactory"
# D4: the answer of another service takes less than 50 ms.
NEIGHBOUR_BUDGET_SECONDS = 0.05
# Only a web process that signs people in has these.
OF_SIGNING_IN = ("jwt_signing_key", *CALLED_WITH)

Texts = dict[str, pulumi.Input[str]]


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The addresses, with credentials, of what a process uses besides its database; None if there is none.

    `ports` are those at which they listen.
    """

    cache_url: pulumi.Output[str] | None = None
    cache_cluster: bool = False
    state_url: pulumi.Output[str] | None = None
    broker_url: pulumi.Output[str] | None = None
    search_url: pulumi.Output[str] | None = None
    ports: tuple[int, ...] = ()

    def addresses(self) -> dict[str, pulumi.Output[str]]:
        """Return those that there are, by the app's settings."""
        named = {
            "cache_url": self.cache_url,
            "state_url": self.state_url,
            "broker_url": self.broker_url,
            "search_url": self.search_url,
        }
        return {setting: address for setting, address in named.items() if address is not None}


@dataclass(frozen=True, kw_only=True)
class SettingsOf:
    """The settings of one process, or of the jobs of one database: what anyone may read, and what not."""

    plain: Texts
    secret: Texts


def of_process(
    process: ProcessName,
    database: Database,
    *,
    stores: Stores,
    outside: Outside,
    rotation: LoginRotation,
    kept: pulumi.Output[Mapping[str, str]],
    neighbours: Mapping[ProcessName, str],
    public_url: pulumi.Input[str],
    traces_url: str | None,
) -> SettingsOf:
    """Return all that a process reads and no phase file gives; `neighbours` are Services by their process."""
    signs_in = PROCESSES[process].signs_in
    login = f"{group(process)}_{rotation.in_use}"
    replicas = pulumi.Output.all(*database.cluster.reader_endpoints)
    keys = ("jwt_verification_keys", *(OF_SIGNING_IN if signs_in else ()))
    return SettingsOf(
        plain={
            **_server(database, login),
            "database_replica_hosts": replicas.apply(
                lambda hosts: ",".join(f"{host}:{database.port}" for host in hosts)
            ),
            "cache_cluster": str(stores.cache_cluster).lower(),
            "jwt_issuer": JWT_ISSUER,
            "neighbour_budget_seconds": str(NEIGHBOUR_BUDGET_SECONDS),
            **{
                f"{asked}_url": f"http://{neighbours[asked]}"
                for asked in PROCESSES[process].asks
                if asked in neighbours
            },
            # Its bot is asked for what others serve.
            **({"gateway_url": public_url} if signs_in and len(neighbours) > 1 else {}),
            **({"otlp_endpoint": traces_url} if traces_url else {}),
            **outside.settings(),
        },
        secret={
            "database_password": _password(database, [process], rotation, kept, login),
            **stores.addresses(),
            **{key: _kept(kept, key) for key in (*keys, *TOKENS)},
        },
    )


def of_roles(
    database: Database,
    processes: Iterable[ProcessName],
    rotation: LoginRotation,
    kept: pulumi.Output[Mapping[str, str]],
) -> SettingsOf:
    """Return the settings of the job that makes roles and schemas, as the database's administrator."""
    wanted = list(processes)
    made = kept.apply(
        lambda found: passwords(_found(found, "login_root"), database.database, wanted, rotation)
    )
    return SettingsOf(
        plain={
            **_server(database, database.secret.username),
            "role_shapes": ",".join(process.replace("-", "_") for process in wanted),
        },
        secret={
            "database_password": database.secret.password,
            "role_passwords": pulumi.Output.json_dumps(made, sort_keys=True),
        },
    )


def of_migrations(
    database: Database, rotation: LoginRotation, kept: pulumi.Output[Mapping[str, str]]
) -> SettingsOf:
    """Return the settings of the job that changes tables, as their owner."""
    login = f"{OWNER}_{rotation.in_use}"
    return SettingsOf(
        plain=_server(database, login),
        secret={"database_password": _password(database, [], rotation, kept, login)},
    )


def of_broker_users(
    name: str, broker: Broker, rotation: LoginRotation, kept: pulumi.Output[Mapping[str, str]]
) -> SettingsOf:
    """Return the settings of the job that makes the users of a broker, as its first one."""
    return SettingsOf(
        plain={"broker_console_url": broker.broker.console_url, "broker_admin_user": broker.secret.username},
        secret={
            "broker_admin_password": broker.secret.password,
            "broker_passwords": pulumi.Output.json_dumps(broker_logins(name, rotation, kept), sort_keys=True),
        },
    )


def broker_logins(
    name: str, rotation: LoginRotation, kept: pulumi.Output[Mapping[str, str]]
) -> pulumi.Output[dict[str, str]]:
    """Return the password of every login of a broker."""
    return kept.apply(lambda found: broker_passwords(_found(found, "login_root"), name, rotation))


def _server(database: Database, login: str) -> Texts:
    return {
        "database_host": database.cluster.endpoint,
        "database_port": str(database.port),
        "database_name": database.database,
        "database_user": login,
    }


def _password(
    database: Database,
    processes: list[ProcessName],
    rotation: LoginRotation,
    kept: pulumi.Output[Mapping[str, str]],
    login: str,
) -> pulumi.Output[str]:
    return kept.apply(
        lambda found: passwords(_found(found, "login_root"), database.database, processes, rotation)[login]
    )


def _kept(kept: pulumi.Output[Mapping[str, str]], key: str) -> pulumi.Output[str]:
    return kept.apply(lambda found: _found(found, key))


def _found(kept: Mapping[str, str], key: str) -> str:
    if not kept.get(key):
        raise ValueError(
            f"the app's secret has no {key}; allowed: a text; put it into the secret in Secrets Manager"
        )
    return kept[key]
