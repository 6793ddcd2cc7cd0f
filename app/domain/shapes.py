"""The bases of what comes in and goes out, and the field types that several of them share."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

BIGGEST_ID = 2**63 - 1
LAST_PAGE = 10_000

Item = TypeVar("Item")


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("must not contain the character U+0000")
    return value


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_without_nul)]
Text = Annotated[str, Field(max_length=5000), AfterValidator(_without_nul)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$")]
Cents = Annotated[int, Field(ge=0, le=1_000_000_000)]
PositiveCents = Annotated[int, Field(ge=1, le=1_000_000_000)]
ObjectId = Annotated[int, Field(ge=1, le=BIGGEST_ID)]


class Body(BaseModel):
    """What a client sends as JSON: unknown fields and values of another type are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Query(BaseModel):
    """What a client sends in the query string."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageQuery(Query):
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1
    per_page: Annotated[int, Field(ge=1, le=100)] = 20


class Reply(BaseModel):
    """What a client gets; built from a row of the database."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Page(Reply, Generic[Item]):
    items: list[Item]
    page: int
    per_page: int
    total: int


class Created(Reply):
    created_at: datetime


def page_of(
    session: Session, rows: Select[tuple[Item]], query: PageQuery
) -> tuple[list[Item], dict[str, int]]:
    """The rows of one page and the numbers that describe it."""
    total = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery()))
    start = (query.page - 1) * query.per_page
    found = list(session.scalars(rows.limit(query.per_page).offset(start)))
    return found, {"page": query.page, "per_page": query.per_page, "total": total or 0}
