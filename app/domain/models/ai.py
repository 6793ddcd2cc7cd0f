"""The tables of AI Automation: scenarios, AI employees and usage."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id, OwnerId

SCHEMA = "ai"


class Scenario(Base):
    """A prompt with a name; one without an owner is a template for everybody."""

    __tablename__ = "scenarios"
    __table_args__ = {"schema": SCHEMA}

    id: Mapped[Id]
    user_id: Mapped[int | None]
    name: Mapped[str]
    prompt: Mapped[str]
    created_at: Mapped[Created]


class AiEmployee(Base):
    __tablename__ = "ai_employees"
    __table_args__ = (CheckConstraint("status IN ('active', 'paused')", name="status"), {"schema": SCHEMA})

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    scenario_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.scenarios.id"))
    name: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="active")
    created_at: Mapped[Created]


class UsageStat(Base):
    """One run of an AI employee and what it used."""

    __tablename__ = "usage_stats"
    __table_args__ = (
        Index("idx_usage_user_created", "user_id", "created_at"),
        CheckConstraint("status IN ('queued', 'done', 'failed')", name="status"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    employee_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.ai_employees.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(server_default="queued")
    input: Mapped[str]
    output: Mapped[str | None]
    tokens: Mapped[int] = mapped_column(server_default="0")
    finished_at: Mapped[datetime | None]
    created_at: Mapped[Created]
