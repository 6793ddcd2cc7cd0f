"""The database roles: each process group may use its own schemas only, by one of two alternating logins."""

from collections.abc import Iterable, Iterator, Mapping

import psycopg
from psycopg import sql

from app.domain.deployments import SHAPES

# A password is changed on the login that is not in use; then the processes move over to it.
LOGINS = ("a", "b")
# Who owns the schemas and changes them: the migrations.
OWNER = "app_owner"


def login_names(group: str) -> tuple[str, ...]:
    return tuple(f"{group}_{login}" for login in LOGINS)


def group_of(shape: str) -> str:
    return f"app_{shape}"


def wanted_logins(shapes: Iterable[str]) -> list[str]:
    """Every login that `passwords` may name."""
    groups = [OWNER, *(group_of(shape) for shape in shapes)]
    return [name for group in groups for name in login_names(group)]


def bootstrap(
    connection: psycopg.Connection[tuple[object, ...]], shapes: Iterable[str], passwords: Mapping[str, str]
) -> None:
    """Make the roles and schemas of `shapes`, and set the passwords given; again changes nothing else.

    A login without a password in `passwords` keeps the one it has.
    """
    shapes = tuple(shapes)
    if unknown := sorted(set(passwords) - set(wanted_logins(shapes))):
        raise ValueError(
            f"no such login: {', '.join(unknown)}; the logins are {', '.join(wanted_logins(shapes))}"
        )
    with connection.transaction():
        for statement in _statements(connection, shapes, passwords):
            connection.execute(statement)


def _statements(
    connection: psycopg.Connection[tuple[object, ...]], shapes: tuple[str, ...], passwords: Mapping[str, str]
) -> Iterator[sql.Composed | sql.SQL]:
    known = {str(name) for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    database = connection.info.dbname
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    yield sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for group in (OWNER, *(group_of(shape) for shape in shapes)):
        yield from _group(group, known, database, passwords)
    # The administrator of a managed database is no superuser, and must be a member of whom it acts for.
    yield sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER))
    for shape in shapes:
        for schema in SHAPES[shape]:
            yield from _grants(group_of(shape), schema)


def _group(
    group: str, known: set[str], database: str, passwords: Mapping[str, str]
) -> Iterator[sql.Composed | sql.SQL]:
    names = {"group": sql.Identifier(group), "database": sql.Identifier(database)}
    if group not in known:
        yield sql.SQL("CREATE ROLE {group} NOLOGIN").format(**names)
    yield sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {group}").format(**names)
    for login in login_names(group):
        mine = names | {"login": sql.Identifier(login)}
        if login not in known:
            yield sql.SQL("CREATE ROLE {login} LOGIN INHERIT IN ROLE {group}").format(**mine)
        if login in passwords:
            secret = sql.Literal(passwords[login])
            yield sql.SQL("ALTER ROLE {login} PASSWORD {secret}").format(**mine, secret=secret)
    if group == OWNER:
        # What either owner login makes belongs to the group, so that the other can change it.
        for login in login_names(group):
            yield sql.SQL("ALTER ROLE {} SET role = {}").format(sql.Identifier(login), sql.Literal(OWNER))


def _grants(group: str, schema: str) -> Iterator[sql.Composed | sql.SQL]:
    names = {"group": sql.Identifier(group), "schema": sql.Identifier(schema), "owner": sql.Identifier(OWNER)}
    rows = "SELECT, INSERT, UPDATE, DELETE"
    later = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
    for text in (
        "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}",
        "GRANT USAGE ON SCHEMA {schema} TO {group}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA {{schema}} TO {{group}}",
        f"{later} GRANT {rows} ON TABLES TO {{group}}",
        f"{later} GRANT USAGE ON SEQUENCES TO {{group}}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {group}",
    ):
        yield sql.SQL(text).format(**names)
