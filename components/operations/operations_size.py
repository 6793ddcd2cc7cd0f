"""OperationsSize: what a phase chooses of how it is watched."""

from typing import Annotated

from pydantic import Field

from components.size import Size


class OperationsSize(Size):
    """The budget, what caches have to answer by themselves, and how long copies are kept."""

    monthly_budget_usd: Annotated[
        int, Field(ge=1, le=1_000_000, description="a whole number of US dollars from 1 to 1000000")
    ]
    cache_hit_rate_percent: Annotated[
        int, Field(ge=1, le=99, description="a whole number of percent from 1 to 99")
    ]
    backup_copies_days: Annotated[
        int, Field(ge=8, le=3650, description="a whole number of days from 8 to 3650")
    ]
