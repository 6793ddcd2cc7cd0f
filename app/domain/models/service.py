"""The tables that every service has in its own schema: jobs and idempotency keys."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, OwnerId

# A name that stands for the schema of the service at work; the engine translates it.
SCHEMA = "service"


class Job(Base):
    """Work to be done outside the request, written in the transaction that asks for it.

    The queue only carries the id. So what a broker loses is still here, and is queued again. While somebody
    is outside for a job it is leased to them; whom the broker gives it again takes it over at once.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("idx_job_unfinished", "updated_at", postgresql_where=text("state = 'queued'")),
        CheckConstraint("state IN ('queued', 'done', 'dead')", name="state"),
        {"schema": SCHEMA},
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    task: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(server_default="queued")
    attempts: Mapped[int] = mapped_column(server_default="0")
    error: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    updated_at: Mapped[Created]
    created_at: Mapped[Created]


class IdempotencyKey(Base):
    """A request that was answered, so that its repetition gets the same answer."""

    __tablename__ = "idempotency_keys"
    __table_args__ = {"schema": SCHEMA}

    user_id: Mapped[OwnerId] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    location: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
