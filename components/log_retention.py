"""For how long CloudWatch keeps a log group, as phases choose it."""

from typing import Annotated

from pydantic import AfterValidator, Field

# The periods that CloudWatch Logs knows, up to two years.
LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)


def _known_period(days: int) -> int:
    if days not in LOG_DAYS:
        raise ValueError("CloudWatch Logs does not know this period")
    return days


LogRetentionDays = Annotated[
    int,
    AfterValidator(_known_period),
    Field(description=f"a number of days out of {', '.join(map(str, LOG_DAYS))}"),
]
