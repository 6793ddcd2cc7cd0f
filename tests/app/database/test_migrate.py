import ast
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.backing.postgres import Postgres
from app.database.migrate import FOLDER, migrate, revisions, stage_of, target
from app.database.service_tables import metadata_of
from app.domain.models import SCHEMAS

INDEXES = {
    "idx_chef_active_cuisine", "idx_booking_user_date", "idx_campaign_status", "idx_sns_post_status",
    "idx_campaign_app_status", "idx_booking_chef_date", "idx_review_chef_created",
    "idx_sns_post_user_created",
    "idx_schedule_state_due", "idx_payment_user_created", "idx_usage_user_created",
    "idx_listing_location_price",
    "idx_influencer_niche_followers",
}  # fmt: skip
TAKES_AWAY = {"drop_table", "drop_column", "drop_constraint", "alter_column", "rename_table"}


def history(*stages: str) -> list[Any]:
    return [
        SimpleNamespace(revision=f"{number:04}", module=SimpleNamespace(STAGE=stage))
        for number, stage in enumerate(stages, start=1)
    ]


@pytest.mark.parametrize(
    ("stages", "current", "stage", "wanted"),
    [
        (["expand", "expand"], None, "expand", "0002"),
        (["expand", "contract", "expand"], None, "expand", "0001"),
        (["expand", "contract", "expand"], "0001", "expand", "0001"),
        (["expand", "contract", "expand"], "0001", "contract", "0003"),
        (["contract"], None, "expand", None),
    ],
)
def test_what_takes_away_waits_to_be_told(
    stages: list[str], current: str | None, stage: Any, wanted: str | None
) -> None:
    assert target(history(*stages), current, stage) == wanted


@pytest.mark.parametrize("service", SCHEMAS)
def test_histories_are_lines_and_each_revision_is_of_one_stage(service: str) -> None:
    rows = revisions(service)
    assert [row.down_revision for row in rows] == [None, *(row.revision for row in rows[:-1])]
    assert {stage_of(row) for row in rows} <= {"expand", "contract"}


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/r*.py")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_an_expanding_revision_takes_nothing_away(path: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    if 'STAGE = "expand"' in path.read_text():
        assert not calls & TAKES_AWAY


@pytest.mark.services
@pytest.mark.parametrize("service", SCHEMAS)
def test_the_migrations_make_the_models(postgres: Postgres, database: str, service: str) -> None:
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(postgres.conninfo(database)),
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        options = {
            "include_schemas": True,
            "include_name": lambda name, kind, _: kind != "schema" or name == service,
            "version_table_schema": service,
        }
        differences = compare_metadata(
            MigrationContext.configure(connection, opts=options), metadata_of(service)
        )
    assert differences == []


@pytest.mark.services
def test_the_thirteen_indexes_are_there_and_valid(postgres: Postgres, database: str) -> None:
    found = postgres.execute(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE c.relname LIKE 'idx\\_%' AND i.indisvalid "
        # Of what is under way, which is little: they serve the sweeps.
        "AND c.relname NOT IN ('idx_job_unfinished', 'idx_payment_unsettled')",
        database,
    )
    assert {str(name) for (name,) in found} == INDEXES


@pytest.mark.services
def test_a_migration_gives_up_on_a_lock_instead_of_blocking_everybody(
    postgres: Postgres, passwords: dict[str, str], database: str
) -> None:
    conninfo = postgres.conninfo(database, "app_owner_b", passwords["app_owner_b"])
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo), poolclass=NullPool
    )
    postgres.execute("UPDATE ai.alembic_version SET version_num = '0001'", database)
    with psycopg.connect(postgres.conninfo(database)) as busy:
        busy.execute("LOCK TABLE ai.usage_stats")
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate(engine, ["ai"], "expand")
    # The other owner login can carry on where the first stopped.
    migrate(engine, ["ai"], "expand")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM ai.alembic_version")) == "0002"
