"""The tables of the platform: users, products, subscriptions and payments."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.models.base import Base, Created, Id, OwnerId

SCHEMA = "platform"


class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("role IN ('user', 'admin')", name="role"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    email: Mapped[str]
    password_hash: Mapped[str]
    name: Mapped[str]
    role: Mapped[str] = mapped_column(server_default="user")
    # Every session that began under another number is over.
    session_epoch: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[Created]


class UserSession(Base):
    """Somebody signed in, until it ends or expires; only the latest refresh token's generation works."""

    __tablename__ = "sessions"
    __table_args__ = {"schema": SCHEMA}

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.users.id", ondelete="CASCADE"))
    generation: Mapped[int]
    expires_at: Mapped[datetime]


class TelegramLink(Base):
    """Whose chat with the bot it is; until the chat has said the `code`, nobody's."""

    __tablename__ = "telegram_links"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("chat_id"), {"schema": SCHEMA})

    user_id: Mapped[int] = mapped_column(
        ForeignKey(f"{SCHEMA}.users.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str | None]
    code_expires_at: Mapped[datetime | None]
    chat_id: Mapped[int | None]


class Product(Base):
    """Something a user can subscribe to; `employees` is how many AI employees it allows."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("price_cents >= 0", name="price"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    slug: Mapped[str]
    name: Mapped[str]
    price_cents: Mapped[int]
    employees: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default="true")


class Subscription(Base):
    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("user_id", "product_id"),
        CheckConstraint("status IN ('pending', 'active', 'cancelled')", name="status"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.users.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.products.id"))
    status: Mapped[str] = mapped_column(server_default="pending")
    created_at: Mapped[Created]


class Payment(Base):
    """Money taken for a booking or a subscription; `reference_id` is that object's id.

    What is about to be asked of the provider is here before it is asked, with the key to ask about it again.
    """

    __tablename__ = "payments"
    __table_args__ = (
        Index("idx_payment_user_created", "user_id", "created_at"),
        Index(
            "uq_payment_paid_once",
            "kind",
            "reference_id",
            unique=True,
            postgresql_where=text("status IN ('charging', 'paid', 'refunding')"),
        ),
        Index(
            "idx_payment_unsettled", "due_at", postgresql_where=text("status IN ('charging', 'refunding')")
        ),
        CheckConstraint("kind IN ('booking', 'subscription')", name="kind"),
        CheckConstraint("status IN ('charging', 'failed', 'paid', 'refunding', 'refunded')", name="status"),
        CheckConstraint("amount_cents > 0", name="amount"),
        {"schema": SCHEMA},
    )

    id: Mapped[Id]
    user_id: Mapped[OwnerId]
    kind: Mapped[str]
    reference_id: Mapped[int]
    amount_cents: Mapped[int]
    status: Mapped[str]
    # By which the provider knows the charge again.
    charge_key: Mapped[uuid.UUID]
    # When to look after it, should nobody have kept the provider's answer by then.
    due_at: Mapped[datetime]
    # The provider's token for the card, as long as it may be asked again.
    source: Mapped[str | None]
    provider_reference: Mapped[str | None]
    refunded_at: Mapped[datetime | None]
    created_at: Mapped[Created]
