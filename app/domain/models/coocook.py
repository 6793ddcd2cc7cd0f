"""The tables of CooCook: chefs, bookings, reviews and ratings."""

import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id, OwnerId

SCHEMA = "coocook"


class Chef(Base):
    __tablename__ = "chefs"
    __table_args__ = (
        UniqueConstraint("user_id"),
        Index("idx_chef_active_cuisine", "active", "cuisine", "id"),
        CheckConstraint("price_cents > 0", name="price"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    name: Mapped[str]
    cuisine: Mapped[str]
    location: Mapped[str]
    bio: Mapped[str]
    price_cents: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[Created]


class Booking(Base):
    """One chef on one day; a day can be booked again once its booking is cancelled."""

    __tablename__ = "bookings"
    __table_args__ = (
        Index(
            "uq_booking_chef_day",
            "chef_id",
            "date",
            unique=True,
            postgresql_where=text("status <> 'cancelled'"),
        ),
        Index("idx_booking_user_date", "user_id", "date"),
        Index("idx_booking_chef_date", "chef_id", "date"),
        CheckConstraint("guests BETWEEN 1 AND 50", name="guests"),
        CheckConstraint("status IN ('pending', 'confirmed', 'completed', 'cancelled')", name="status"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    chef_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.chefs.id"))
    date: Mapped[datetime.date]
    guests: Mapped[int]
    total_cents: Mapped[int]
    notes: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="pending")
    created_at: Mapped[Created]


class Review(Base):
    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("booking_id"),
        Index("idx_review_chef_created", "chef_id", "created_at"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    booking_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.bookings.id"))
    chef_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.chefs.id"))
    stars: Mapped[int]
    text: Mapped[str]
    created_at: Mapped[Created]


class Rating(Base):
    """The sum of a chef's reviews, kept beside them so that a listing reads one row per chef."""

    __tablename__ = "ratings"
    __table_args__ = {"schema": SCHEMA}

    chef_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.chefs.id"), primary_key=True)
    reviews: Mapped[int] = mapped_column(server_default="0")
    stars_total: Mapped[int] = mapped_column(server_default="0")
