"""The app in both shapes: the monolith, and the split behind what a gateway would route."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from werkzeug.serving import make_server

from app.api.factory import create_api
from app.backing.environment import database_variables
from app.backing.postgres import Postgres
from app.backing.process import free_port
from app.backing.redis import RedisServer
from app.domain.call import Role
from app.domain.catalog import ENDPOINTS
from app.domain.deployments import SHAPES
from app.domain.models import SCHEMAS
from app.identity.credentials import AppCredentials
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Got, Person, Send, through_flask
from tests.app.conftest import TEMPLATE

# Experience lives on the platform's database; every other service has one of its own.
DATABASES = {shape: "platform" if shape == "experience" else shape for shape in SHAPES if shape != "monolith"}


@dataclass(frozen=True)
class Served:
    shape: str
    send: Send
    credentials: AppCredentials
    # Where each deployment of the shape listens.
    addresses: Mapping[str, str]

    @property
    def anybody(self) -> Person:
        return Person(self.send)

    def person(self, user_id: int, role: Role = "user") -> Person:
        return Person(self.send, self.credentials.access(user_id, role, "Kim"))


@pytest.fixture(scope="session")
def monolith(postgres: Postgres, passwords: dict[str, str], surroundings: dict[str, str]) -> Iterator[Served]:
    postgres.execute(f"CREATE DATABASE contract_monolith TEMPLATE {TEMPLATE}")
    variables = database_variables(postgres, "contract_monolith", "monolith", passwords)
    app = create_app(load(variables | surroundings), "monolith")
    runtime = app.extensions["runtime"]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = {"monolith": f"http://127.0.0.1:{server.server_port}"}
    yield Served("monolith", through_flask(app), runtime.credentials, addresses)
    server.shutdown()
    runtime.close()


@pytest.fixture(scope="session")
def split(postgres: Postgres, passwords: dict[str, str], surroundings: dict[str, str]) -> Iterator[Served]:
    for name in set(DATABASES.values()):
        postgres.execute(f"CREATE DATABASE contract_{name} TEMPLATE {TEMPLATE}")
        kept = {service for shape, owner in DATABASES.items() if owner == name for service in SHAPES[shape]}
        for schema in set(SCHEMAS) - kept:
            postgres.execute(f"DROP SCHEMA {schema} CASCADE", f"contract_{name}")
    ports = {shape: free_port() for shape in DATABASES}
    addresses = {shape: f"http://127.0.0.1:{port}" for shape, port in ports.items()}
    servers: list[uvicorn.Server] = []
    for shape in DATABASES:
        variables = (
            database_variables(postgres, f"contract_{DATABASES[shape]}", shape, passwords) | surroundings
        )
        variables |= {"POOL_SIZE": "5", "POOL_OVERFLOW": "5", "NEIGHBOUR_BUDGET_SECONDS": "5"}
        variables |= {} if shape == "platform" else {"PLATFORM_URL": addresses["platform"]}
        variables |= {"COOCOOK_URL": addresses["coocook"]} if shape == "platform" else {}
        if shape == "platform":
            app = create_app(load(variables), shape)
            flask = make_server("127.0.0.1", ports[shape], app, threaded=True)
            threading.Thread(target=flask.serve_forever, daemon=True).start()
        else:
            # Only the platform signs people in.
            del variables["JWT_SIGNING_KEY"]
            api = create_api(load(variables), shape)
            server = uvicorn.Server(uvicorn.Config(api, port=ports[shape], log_level="warning"))
            servers.append(server)
            threading.Thread(target=server.run, daemon=True).start()
    while not all(server.started for server in servers):
        threading.Event().wait(0.02)
    yield Served("split", _gateway(addresses), app.extensions["runtime"].credentials, addresses)
    for server in servers:
        server.should_exit = True
    flask.shutdown()
    app.extensions["runtime"].close()


def _gateway(addresses: dict[str, str]) -> Send:
    prefixes = {
        endpoint.path.split("{")[0].rstrip("/"): addresses[shape]
        for shape in addresses
        for service in SHAPES[shape]
        for endpoint in ENDPOINTS[service]
    }
    longest_first = sorted(prefixes, key=len, reverse=True)
    client = httpx.Client()

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Got:
        base = next(prefixes[prefix] for prefix in longest_first if path.startswith(prefix))
        answer = client.request(method, base + path, headers=headers, content=body)
        return Got(answer.status_code, answer.headers, answer.content)

    return send


@pytest.fixture(params=["monolith", "split"])
def served(request: pytest.FixtureRequest, redis_server: RedisServer) -> Served:
    # Both shapes share the cache server, and their objects have the same numbers.
    with redis_server.client() as client:
        client.flushall()
    found: Served = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def anybody(served: Served) -> Person:
    return served.anybody
