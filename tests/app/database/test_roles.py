import threading
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask

from app.backing.environment import make_database
from app.backing.postgres import Postgres
from app.database.roles import bootstrap, wanted_logins
from app.domain.deployments import SHAPES
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask
from tests.app.waiting import eventually

pytestmark = pytest.mark.services
SPLIT = ["platform", "experience"]


@pytest.fixture(scope="module")
def logins(postgres: Postgres, passwords: dict[str, str]) -> Iterator[dict[str, str]]:
    yield make_database(postgres, "roles", SPLIT)
    # The logins are the server's, which other modules use.
    with psycopg.connect(postgres.conninfo("roles")) as admin:
        bootstrap(admin, list(SHAPES), passwords)


def run(postgres: Postgres, login: str, password: str, statement: str) -> None:
    with psycopg.connect(postgres.conninfo("roles", login, password), autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_service_reads_and_writes_its_own_tables(postgres: Postgres, logins: dict[str, str]) -> None:
    row = "INSERT INTO platform.products (slug, name, price_cents, employees) VALUES ('x', 'X', 1, 1)"
    run(postgres, "app_platform_a", logins["app_platform_a"], row)
    run(postgres, "app_platform_b", logins["app_platform_b"], "DELETE FROM platform.products")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM platform.users",
        "SELECT * FROM experience.alembic_version; DROP TABLE experience.listings",
        "CREATE TABLE experience.more (id int)",
        "CREATE TABLE public.more (id int)",
        "CREATE SCHEMA more",
        "SET ROLE app_owner",
        "CREATE ROLE more",
    ],
)
def test_a_service_can_do_nothing_else(postgres: Postgres, logins: dict[str, str], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(postgres, "app_experience_a", logins["app_experience_a"], statement)


def test_a_password_rotates_on_the_login_that_is_not_in_use(
    postgres: Postgres, logins: dict[str, str]
) -> None:
    in_use = psycopg.connect(postgres.conninfo("roles", "app_platform_a", logins["app_platform_a"]))
    with psycopg.connect(postgres.conninfo("roles")) as admin:
        bootstrap(admin, SPLIT, {"app_platform_b": "rotated-b"})
    run(postgres, "app_platform_b", "rotated-b", "SELECT 1 FROM platform.users")
    run(postgres, "app_platform_a", logins["app_platform_a"], "SELECT 1 FROM platform.users")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        run(postgres, "app_platform_b", logins["app_platform_b"], "SELECT 1")
    in_use.execute("SELECT 1 FROM platform.users")
    in_use.close()


def test_a_login_that_nobody_has_is_refused(postgres: Postgres, logins: dict[str, str]) -> None:
    with (
        psycopg.connect(postgres.conninfo("roles")) as admin,
        pytest.raises(ValueError, match=r"no such login: app_ai_a; the logins are app_owner_a"),
    ):
        bootstrap(admin, SPLIT, {"app_ai_a": "x"})
    assert "app_platform_b" in wanted_logins(SPLIT)


def test_without_tls_nobody_gets_in(postgres: Postgres, logins: dict[str, str]) -> None:
    plain = postgres.conninfo("roles", "app_platform_a", logins["app_platform_a"])
    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        psycopg.connect(plain.replace("verify-full", "disable"))


def test_no_role_has_more_than_its_grants(postgres: Postgres, logins: dict[str, str]) -> None:
    more = "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
    ours = "rolname LIKE 'app\\_%' AND rolname <> 'app_admin'"
    assert postgres.execute(f"SELECT rolname FROM pg_roles WHERE {ours} AND ({more})") == []
    assert len(postgres.execute("SELECT 1 FROM pg_roles WHERE rolname LIKE 'app\\_%'")) > len(logins)


class Traffic:
    """Writes and reads all the time, by whichever process serves now; `got` is what all answered."""

    def __init__(self, serving: Person) -> None:
        self.serving = serving
        self.got: list[int] = []
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._loop) for _ in range(4)]
        for thread in self._threads:
            thread.start()

    def _loop(self) -> None:
        while not self._ended.is_set():
            for method, body in (("PATCH", {"name": "Kim"}), ("GET", None)):
                try:
                    self.got.append(self.serving.raw(method, "/api/users/me", body).status)
                except Exception:
                    self.got.append(0)
                    raise

    def goes_on(self) -> None:
        enough = len(self.got) + 40
        eventually(lambda: len(self.got) > enough, "more answers")

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


def test_both_passwords_rotate_under_traffic_without_a_failed_request(
    postgres: Postgres, passwords: dict[str, str], phase1: dict[str, str]
) -> None:
    # One connection is kept: with four at once, new ones are made all the time.
    few = {"POOL_SIZE": "1", "POOL_OVERFLOW": "9"}

    def release(login: str, password: str) -> Flask:
        return create_app(
            load(phase1 | few | {"DATABASE_USER": login, "DATABASE_PASSWORD": password}), "monolith"
        )

    def set_password(login: str, password: str) -> None:
        with psycopg.connect(postgres.conninfo(phase1["DATABASE_NAME"])) as admin:
            bootstrap(admin, ["monolith"], {login: password})

    old = release("app_monolith_a", passwords["app_monolith_a"])
    me = Person(through_flask(old)).signed_up()
    traffic = Traffic(me)
    try:
        for login in ("app_monolith_b", "app_monolith_a"):
            traffic.goes_on()
            set_password(login, f"rotated-{login}")
            new = release(login, f"rotated-{login}")
            # The old processes finish what they have while the new ones take over.
            traffic.serving = Person(through_flask(new), me.token)
            traffic.goes_on()
            old.extensions["runtime"].close()
            old = new
        traffic.goes_on()
    finally:
        traffic.stop()
        old.extensions["runtime"].close()
        for login in ("app_monolith_a", "app_monolith_b"):
            set_password(login, passwords[login])
    assert set(traffic.got) == {200}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        run(postgres, "app_monolith_b", "rotated-app_monolith_b", "SELECT 1")
