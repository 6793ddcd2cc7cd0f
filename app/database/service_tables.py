"""The tables of one service: its own, and those that every service has in its schema."""

from sqlalchemy import MetaData

from app.domain.models import SCHEMAS, Base, service


def metadata_of(schema: str) -> MetaData:
    if schema not in SCHEMAS:
        raise ValueError(f"{schema!r} is not a service; choose one of {', '.join(SCHEMAS)}")
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        if table.schema in (schema, service.SCHEMA):
            table.to_metadata(metadata, schema=schema)
    return metadata
