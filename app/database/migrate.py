"""Brings the schemas of a shape up to date: what only adds first, what takes away when told to."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, text

log = logging.getLogger(__name__)

# expand: what the running release can live with. contract: only once no process of it is left.
Stage = Literal["expand", "contract"]

FOLDER = Path(__file__).parent / "migrations"
# A migration waits no longer for a lock, behind which every request would wait.
LOCK_SECONDS = 3
# Two jobs at once would do everything twice.
LOCK_NUMBER = 7_302_551


class MissingSchema(RuntimeError):
    """The roles process makes the schemas, as their owner may not make any."""


def configuration(service: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("version_locations", str(FOLDER / service))
    config.set_main_option("path_separator", "os")
    config.attributes["service"] = service
    return config


def revisions(service: str) -> list[Script]:
    """The service's history, oldest first."""
    return list(reversed(list(ScriptDirectory.from_config(configuration(service)).walk_revisions())))


def stage_of(revision: Script) -> Stage:
    stage: Stage = revision.module.STAGE
    return stage


def target(history: Iterable[Script], current: str | None, stage: Stage) -> str | None:
    """The last revision to go to: all of them, or those before the next one that takes something away."""
    history = list(history)
    done = [revision.revision for revision in history]
    last = current
    for revision in history[done.index(current) + 1 if current else 0 :]:
        if stage == "expand" and stage_of(revision) == "contract":
            break
        last = revision.revision
    return last


def migrate(engine: Engine, services: Iterable[str], stage: Stage) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
        connection.execute(text(f"SET lock_timeout = '{LOCK_SECONDS}s'"))
        connection.commit()
        for service in services:
            _migrate(connection, service, stage)


def _migrate(connection: Connection, service: str, stage: Stage) -> None:
    config = configuration(service)
    config.attributes["connection"] = connection
    if not connection.scalar(text("SELECT to_regnamespace(:name)"), {"name": service}):
        raise MissingSchema(f"the database has no schema {service}; run the roles process first")
    known = connection.scalar(text("SELECT to_regclass(:name)"), {"name": f"{service}.alembic_version"})
    current = connection.scalar(text(f"SELECT version_num FROM {service}.alembic_version")) if known else None  # noqa: S608  service is a name of the catalog
    connection.commit()
    wanted = target(revisions(service), current, stage)
    if wanted is None or wanted == current:
        log.info("%s is up to date at %s", service, current)
        return
    log.info("%s: from %s to %s", service, current, wanted)
    command.upgrade(config, wanted)
