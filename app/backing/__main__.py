"""Starts the backing services of a phase and prints their environment: `python -m app.backing phase2`."""

import os
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.backing.environment import database_variables, identity_variables, make_database
from app.backing.postgres import Postgres
from app.backing.process import MissingProgram
from app.backing.rabbitmq import RabbitMq
from app.backing.redis import RedisServer
from app.backing.tls import make_certificates
from app.domain.catalog import SHAPES


@dataclass(frozen=True)
class Backing:
    replicas: int
    state: bool
    rabbitmq: bool


PHASES = {
    "phase1": Backing(replicas=0, state=False, rabbitmq=False),
    "phase2": Backing(replicas=2, state=True, rabbitmq=False),
    "phase3": Backing(replicas=2, state=True, rabbitmq=True),
}


def run(phase: Backing, folder: Path) -> None:
    certificates = make_certificates(folder / "tls")
    ca = str(certificates.ca_file)
    master = Postgres(folder / "master", certificates).start()
    passwords = make_database(master, "platform", list(SHAPES))
    replicas = [
        Postgres(folder / f"replica-{number}", certificates, master).start()
        for number in range(1, phase.replicas + 1)
    ]
    cache = RedisServer(folder / "cache", certificates, "allkeys-lru").start()
    servers: list[Postgres | RedisServer | RabbitMq] = [*replicas, cache]
    variables = database_variables(master, "platform", "monolith", passwords, replicas) | identity_variables()
    variables |= {"REDIS_CA_FILE": ca, "CACHE_URL": cache.url, "CACHE_CLUSTER": "false"}
    if phase.state:
        state = RedisServer(folder / "state", certificates, "noeviction").start()
        servers.append(state)
        variables |= {"STATE_URL": state.url, "BROKER_URL": state.url}
    if phase.rabbitmq:
        broker = RabbitMq(folder / "rabbitmq", certificates).start()
        servers.append(broker)
        variables |= {"BROKER_URL": broker.url, "BROKER_CA_FILE": ca}
    for name, value in variables.items():
        print(f"export {name}={shlex.quote(value)}")
    print("# ready; these services end with this process", flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        for server in [*reversed(servers), master]:
            server.stop()


def main(arguments: Sequence[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in PHASES:
        sys.exit(f"usage: python -m app.backing PHASE\nPHASE is one of {', '.join(PHASES)}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="softfactory-services-"))
    os.chmod(folder, 0o755)  # noqa: S103 - the servers' own users walk through it
    try:
        run(PHASES[arguments[0]], folder)
    except MissingProgram as missing:
        sys.exit(str(missing))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
