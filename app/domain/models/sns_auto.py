"""The tables of SNS Auto: accounts, posts and schedules."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id, OwnerId

SCHEMA = "sns_auto"


class SnsAccount(Base):
    __tablename__ = "sns_accounts"
    __table_args__ = (UniqueConstraint("user_id", "platform", "handle"), {"schema": SCHEMA})

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    platform: Mapped[str]
    handle: Mapped[str]
    webhook_url: Mapped[str | None]
    created_at: Mapped[Created]


class Post(Base):
    """A text for one account; `external_id` is the platform's name for it once it is out."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("idx_sns_post_status", "status", "updated_at"),
        Index("idx_sns_post_user_created", "user_id", "created_at"),
        CheckConstraint("status IN ('draft', 'scheduled', 'queued', 'published', 'failed')", name="status"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    account_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.sns_accounts.id", ondelete="CASCADE"))
    content: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="draft")
    external_id: Mapped[str | None]
    error: Mapped[str | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[Created]
    created_at: Mapped[Created]


class Schedule(Base):
    """When a post is due; `released` once its job is queued."""

    __tablename__ = "schedules"
    __table_args__ = (
        UniqueConstraint("post_id"),
        Index("idx_schedule_state_due", "state", "due_at"),
        CheckConstraint("state IN ('waiting', 'released')", name="state"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    post_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.posts.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="waiting")
