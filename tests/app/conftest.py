"""Real backing services, started once per test process when the first test asks for them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from kombu import Connection

from app.backing.environment import database_variables, identity_variables, make_database, outside_variables
from app.backing.mail import FakeSmtp
from app.backing.outside import FakeOutside
from app.backing.postgres import Postgres
from app.backing.rabbitmq import RabbitMq
from app.backing.redis import RedisServer
from app.backing.tls import Certificates, make_certificates
from app.domain.catalog import QUEUES
from app.domain.deployments import SHAPES
from app.identity import credentials
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask

# What takes long on purpose is not what most tests are about; processes of their own take as long as ever.
QUICK_HASH = "pbkdf2:sha256:1"
HERE = Path(__file__).parent
TEMPLATE = "template_app"
# Tests whose servers are dear: those of one shape of the contract share them, those of any other module too.
SHAPED = ("served", "deployment")  # A deployment's document is asked of both.
ON_RABBITMQ = {
    "test_broker_connections.py", "test_dead_letters.py", "test_warm_connections.py"
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # Before xdist reads the groups.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, on one of xdist's workers, the tests that share servers."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("services"):
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    if item.path.name in ON_RABBITMQ:
        return "the tests on RabbitMQ"
    values = getattr(item, "callspec", None)
    shape = next((values.params[name] for name in SHAPED if name in values.params), None) if values else None
    if shape is None:
        return str(item.path.relative_to(HERE))
    return "the contract of the monolith" if shape == "monolith" else "the contract of the split"


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(credentials, "METHOD", QUICK_HASH)
        yield


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    # Not pytest's: the servers' own users must be able to walk to it.
    made = Path(tempfile.mkdtemp(prefix="softfactory-app-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def certificates(folder: Path) -> Certificates:
    return make_certificates(folder / "tls")


@pytest.fixture(scope="session")
def postgres(folder: Path, certificates: Certificates) -> Iterator[Postgres]:
    server = Postgres(folder / "master", certificates).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server(folder: Path, certificates: Certificates) -> Iterator[RedisServer]:
    server = RedisServer(folder / "redis", certificates, "noeviction").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def passwords(postgres: Postgres) -> dict[str, str]:
    """The template that the tests' databases are copied from, and the passwords of its logins."""
    return make_database(postgres, TEMPLATE, list(SHAPES))


@pytest.fixture(scope="session")
def signing() -> dict[str, str]:
    return identity_variables()


@pytest.fixture(scope="session")
def outside() -> Iterator[FakeOutside]:
    server = FakeOutside()
    yield server
    server.close()


@pytest.fixture(scope="session")
def smtp(certificates: Certificates) -> Iterator[FakeSmtp]:
    server = FakeSmtp(certificates)
    yield server
    server.close()


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest, postgres: Postgres, passwords: dict[str, str]) -> str:
    """An empty, migrated database for the tests of one module."""
    name: str = request.module.__name__.rpartition(".")[2]
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return name


@pytest.fixture(scope="session")
def surroundings(
    redis_server: RedisServer,
    certificates: Certificates,
    signing: dict[str, str],
    outside: FakeOutside,
    smtp: FakeSmtp,
) -> dict[str, str]:
    """What is the same in every environment: the cache, the keys and the outside systems."""
    cache = {
        "REDIS_CA_FILE": str(certificates.ca_file),
        "CACHE_URL": redis_server.url,
        "CACHE_CLUSTER": "false",
    }
    sources = {"lofts": f"{outside.base}/listings"}
    return cache | signing | outside_variables(outside.base, certificates.ca_file, smtp.port, sources)


@pytest.fixture(scope="module")
def phase1(
    database: str,
    postgres: Postgres,
    passwords: dict[str, str],
    redis_server: RedisServer,
    surroundings: dict[str, str],
) -> dict[str, str]:
    """The environment of the monolith in phase 1: one database, a cache, no queue."""
    with redis_server.client() as client:
        client.flushall()
    return database_variables(postgres, database, "monolith", passwords) | surroundings


@pytest.fixture(scope="module")
def state_server(
    request: pytest.FixtureRequest, folder: Path, certificates: Certificates
) -> Iterator[RedisServer]:
    """A Redis of the module's own, which may be killed."""
    name = request.module.__name__.rpartition(".")[2]
    server = RedisServer(folder / f"state-{name}", certificates, "noeviction").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def rabbitmq_server(folder: Path, certificates: Certificates) -> Iterator[RabbitMq]:
    server = RabbitMq(folder / "rabbitmq", certificates).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def rabbitmq(rabbitmq_server: RabbitMq, certificates: Certificates) -> Iterator[RabbitMq]:
    """The session's, which takes long to start; what the module leaves in its queues goes with it.

    The queues stay: whoever has declared one and publishes again does not look whether it is still there.
    """
    yield rabbitmq_server
    with Connection(rabbitmq_server.url, ssl={"ca_certs": str(certificates.ca_file)}) as connection:
        for name in (f"{queue}{suffix}" for queue in QUEUES for suffix in ("", ".dead")):
            with suppress(connection.channel_errors):  # nobody has used it
                connection.channel().queue_purge(name)


@pytest.fixture(scope="session")
def replicas(
    folder: Path, certificates: Certificates, postgres: Postgres, passwords: dict[str, str]
) -> Iterator[list[Postgres]]:
    """Two replicas that stream from the master."""
    servers = [Postgres(folder / f"replica-{number}", certificates, postgres).start() for number in (1, 2)]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def phase2(
    database: str,
    postgres: Postgres,
    passwords: dict[str, str],
    surroundings: dict[str, str],
    state_server: RedisServer,
) -> dict[str, str]:
    """The environment of the monolith in phase 2, with jobs on Redis; replicas are for who asks for them."""
    queue = {"STATE_URL": state_server.url, "BROKER_URL": state_server.url, "BROKER_VISIBILITY_SECONDS": "5"}
    return database_variables(postgres, database, "monolith", passwords) | surroundings | queue


@pytest.fixture(scope="module")
def app(phase1: dict[str, str]) -> Iterator[Flask]:
    """The monolith of the first phase; a module that is about another has its own."""
    made = create_app(load(phase1), "monolith")
    yield made
    made.extensions["runtime"].close()


@pytest.fixture
def runtime(app: Flask) -> Runtime:
    found: Runtime = app.extensions["runtime"]
    return found


@pytest.fixture
def me(app: Flask) -> Person:
    return Person(through_flask(app)).signed_up()
