"""What Alembic runs: one service's history on the connection it is given."""

from alembic import context

from app.database.service_tables import metadata_of

service: str = context.config.attributes["service"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata_of(service),
    version_table="alembic_version",
    version_table_schema=service,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
