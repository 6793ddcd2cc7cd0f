"""The indexes of ai for the reads of phase 1, built while the tables are in use."""

from alembic import op

revision = "0002"
down_revision = "0001"
STAGE = "expand"
SCHEMA = "ai"

INDEXES = {"idx_usage_user_created": ("usage_stats", ["user_id", "created_at"])}


def upgrade() -> None:
    # CONCURRENTLY lets writes go on, and cannot be in a transaction.
    with op.get_context().autocommit_block():
        for name, (table, columns) in INDEXES.items():
            # A build that was cut short leaves an invalid index of that name behind.
            op.drop_index(name, table, schema=SCHEMA, if_exists=True, postgresql_concurrently=True)
            op.create_index(name, table, columns, schema=SCHEMA, postgresql_concurrently=True)
