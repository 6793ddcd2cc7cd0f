"""PoolSize: the connection pool that one worker process keeps to a database."""

from typing import Annotated

from pydantic import Field

from components.size import Count, PositiveCount, Size


class PoolSize(Size):
    """SQLAlchemy's own words; connections are tested before use in every phase (`pool_pre_ping`)."""

    size: PositiveCount
    max_overflow: Count

    @property
    def most(self) -> int:
        """The most connections that it opens."""
        return self.size + self.max_overflow


class WriterPoolSize(PoolSize):
    """The pool to the primary; it sets for both pools after how long a connection is made anew."""

    recycle_seconds: Annotated[
        int, Field(ge=60, le=86400, description="a whole number of seconds from 60 to 86400")
    ]
