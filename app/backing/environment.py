"""The environment of a phase on local backing services: roles made, schemas migrated, variables to export."""

import json
import secrets
from collections.abc import Sequence
from pathlib import Path

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from app.backing.keys import make_signing_key
from app.backing.postgres import Postgres
from app.database.migrate import migrate
from app.database.roles import OWNER, bootstrap, group_of, wanted_logins
from app.domain.deployments import SHAPES


def make_database(postgres: Postgres, database: str, shapes: Sequence[str]) -> dict[str, str]:
    """A database with the schemas and roles of `shapes`; the passwords of its logins."""
    postgres.execute(f'CREATE DATABASE "{database}"')
    passwords = {login: secrets.token_urlsafe(12) for login in wanted_logins(shapes)}
    with psycopg.connect(postgres.conninfo(database)) as connection:
        bootstrap(connection, shapes, passwords)
    owner = f"{OWNER}_a"
    conninfo = postgres.conninfo(database, owner, passwords[owner])
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo), poolclass=NullPool
    )
    migrate(engine, dict.fromkeys(service for shape in shapes for service in SHAPES[shape]), "expand")
    return passwords


def database_variables(
    postgres: Postgres,
    database: str,
    shape: str,
    passwords: dict[str, str],
    replicas: Sequence[Postgres] = (),
) -> dict[str, str]:
    login = f"{group_of(shape)}_a"
    return {
        "DATABASE_HOST": "localhost",
        "DATABASE_PORT": str(postgres.port),
        "DATABASE_NAME": database,
        "DATABASE_USER": login,
        "DATABASE_PASSWORD": passwords[login],
        "DATABASE_CA_FILE": str(postgres.ca_file),
        "DATABASE_REPLICA_HOSTS": ",".join(replica.address for replica in replicas),
        "POOL_SIZE": "20",
        "POOL_OVERFLOW": "10",
        "POOL_RECYCLE_SECONDS": "3600",
        "REPLICA_POOL_SIZE": "10",
        "REPLICA_POOL_OVERFLOW": "10",
    }


def identity_variables() -> dict[str, str]:
    private, public = make_signing_key()
    return {"JWT_ISSUER": "softfactory", "JWT_SIGNING_KEY": private, "JWT_VERIFICATION_KEYS": public}


def outside_variables(
    base: str, ca_file: Path, smtp_port: int, crawl_sources: dict[str, str]
) -> dict[str, str]:
    """Outside systems that all live at `base`."""
    apis = {f"{name}_URL": f"{base}/{name.lower()}" for name in ("SNS", "PAYMENT", "ASSISTANT", "HOSTING")}
    tokens = {
        f"{name}_TOKEN": secrets.token_urlsafe(12) for name in ("SNS", "PAYMENT", "ASSISTANT", "HOSTING")
    }
    mail = {
        "SMTP_HOST": "localhost", "SMTP_PORT": str(smtp_port), "SMTP_USER": "app",
        "SMTP_PASSWORD": secrets.token_urlsafe(12), "SMTP_CA_FILE": str(ca_file),
        "MAIL_FROM": "hello@softfactory.test",
    }  # fmt: skip
    bot = {
        "TELEGRAM_URL": f"{base}/telegram", "TELEGRAM_TOKEN": secrets.token_urlsafe(12),
        "TELEGRAM_SECRET": secrets.token_urlsafe(24),
    }  # fmt: skip
    return (
        apis
        | tokens
        | mail
        | bot
        | {
            "CRAWL_SOURCES": json.dumps(crawl_sources),
            "CRAWL_DELAY_SECONDS": "0.05",
            "WEBHOOK_HOSTS": "",
            "NEIGHBOUR_BUDGET_SECONDS": "0.05",
        }
    )
