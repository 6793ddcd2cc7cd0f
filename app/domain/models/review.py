"""The tables of Review: campaigns, influencers, applications and their reviews."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id, OwnerId

SCHEMA = "review"


class Campaign(Base):
    __tablename__ = "campaigns"
    __table_args__ = (
        Index("idx_campaign_status", "status", "ends_on", "id"),
        CheckConstraint("status IN ('active', 'filled', 'closed')", name="status"),
        CheckConstraint("slots BETWEEN 1 AND 1000", name="slots"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    title: Mapped[str]
    brief: Mapped[str]
    niche: Mapped[str]
    platform: Mapped[str]
    reward_cents: Mapped[int]
    slots: Mapped[int]
    status: Mapped[str] = mapped_column(server_default="active")
    ends_on: Mapped[date]
    # As last counted: of its applications, and of the reviews that have a score.
    applications: Mapped[int] = mapped_column(server_default="0")
    average_score: Mapped[int | None]
    created_at: Mapped[Created]


class Influencer(Base):
    __tablename__ = "influencers"
    __table_args__ = (
        UniqueConstraint("user_id"),
        Index("idx_influencer_niche_followers", "niche", "platform", "followers"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    handle: Mapped[str]
    platform: Mapped[str]
    niche: Mapped[str]
    followers: Mapped[int]


class Application(Base):
    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("campaign_id", "influencer_id"),
        Index("idx_campaign_app_status", "campaign_id", "status"),
        CheckConstraint(
            "status IN ('pending', 'accepted', 'rejected', 'submitted', 'rewarded')", name="status"
        ),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    campaign_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.campaigns.id"))
    influencer_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.influencers.id"))
    message: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="pending")
    created_at: Mapped[Created]


class CampaignReview(Base):
    """What an accepted influencer wrote; `score` (0 to 100) is set by its job."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("application_id"), {"schema": SCHEMA})

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    application_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.applications.id"))
    url: Mapped[str]
    text: Mapped[str]
    score: Mapped[int | None]
    processed_at: Mapped[datetime | None]
    created_at: Mapped[Created]
