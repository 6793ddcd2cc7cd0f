"""The tables of the WebApp Builder: bootcamps and web apps."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id, OwnerId

SCHEMA = "webapp_builder"


class Bootcamp(Base):
    """One person's way through one track."""

    __tablename__ = "bootcamps"
    __table_args__ = (
        UniqueConstraint("user_id", "track"),
        CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    track: Mapped[str]
    progress_percent: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[Created]


class WebApp(Base):
    __tablename__ = "web_apps"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("status IN ('draft', 'deploying', 'deployed', 'failed')", name="status"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    name: Mapped[str]
    slug: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="draft")
    url: Mapped[str | None]
    created_at: Mapped[Created]
