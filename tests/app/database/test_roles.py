import psycopg
import pytest

from app.backing.environment import make_database
from app.backing.postgres import Postgres
from app.database.roles import bootstrap, wanted_logins

pytestmark = pytest.mark.services
SPLIT = ["platform", "experience"]


@pytest.fixture(scope="module")
def logins(postgres: Postgres) -> dict[str, str]:
    return make_database(postgres, "roles", SPLIT)


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
