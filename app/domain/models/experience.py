"""The tables of Experience: listings and the log of the crawls that found them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id

SCHEMA = "experience"


class Listing(Base):
    __tablename__ = "listings"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("idx_listing_location_price", "location", "price_cents", "id"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    source: Mapped[str]
    external_id: Mapped[str]
    title: Mapped[str]
    location: Mapped[str]
    price_cents: Mapped[int]
    url: Mapped[str]
    crawled_at: Mapped[Created]


class CrawlerLog(Base):
    """One crawl of one source; without a user it was started by the schedule."""

    __tablename__ = "crawler_logs"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'done', 'failed')", name="status"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[int | None]
    source: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="queued")
    found: Mapped[int] = mapped_column(server_default="0")
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[Created]
