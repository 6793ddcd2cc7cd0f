"""The jobs that prepare a database: its roles and schemas, then its tables, and then its first admin."""

import json
import logging
import os
from collections.abc import Sequence

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from app.database.address import Server, login
from app.database.migrate import Stage, migrate
from app.database.roles import bootstrap
from app.domain.deployments import SHAPES
from app.domain.platform.admins import ensure_admin
from app.identity.credentials import hash_password
from app.operability.logs import set_up_logs
from app.settings import AdminSettings, DatabaseSettings, RolesSettings, load_as

log = logging.getLogger(__name__)


def make_roles() -> None:
    set_up_logs("roles")
    settings = load_as(RolesSettings, os.environ)
    server = Server(settings.database_host, settings.database_port)
    passwords: dict[str, str] = json.loads(settings.role_passwords.get_secret_value())
    with login(settings, "roles").connect([server]) as connection:
        bootstrap(connection, settings.role_shapes, passwords)


def make_admin() -> None:
    set_up_logs("admin")
    settings = load_as(AdminSettings, os.environ)
    server = Server(settings.database_host, settings.database_port)
    platform = login(settings, "admin")
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: platform.connect([server]), poolclass=NullPool
    )
    password_hash = hash_password(settings.admin_password.get_secret_value())
    with Session(engine) as session:
        done = ensure_admin(session, settings.admin_email, password_hash)
        session.commit()
    log.info("admin %s: %s", settings.admin_email, done)


def make_tables(shapes: Sequence[str], stage: Stage) -> None:
    set_up_logs("migrate")
    settings = load_as(DatabaseSettings, os.environ)
    server = Server(settings.database_host, settings.database_port)
    owner = login(settings, "migrate")
    # Building an index may take longer than any request may.
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: owner.connect([server], statement_seconds=0),
        poolclass=NullPool,
    )
    migrate(engine, dict.fromkeys(service for shape in shapes for service in SHAPES[shape]), stage)
