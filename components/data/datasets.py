"""Datasets: the tags of a database by which the cloud itself says whose data is in it."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

# The data of one service of the app, under a name that fits into a tag and a host name.
Dataset = Annotated[
    str,
    Field(
        pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=32,
        description="the name of a service's data: lower-case words with hyphens",
    ),
]
ROLE_TAG, PRIMARY = "role", "primary"
DATASETS_TAG = "datasets"
PHASE_TAG = "phase"


def written(datasets: Sequence[str]) -> str:
    """Return datasets as the value of their tag, in one order whatever the phase file's.

    A hyphen is none, since some tools drop empty values.
    """
    return " ".join(sorted(datasets)) or "-"


def read(tag: str) -> tuple[str, ...]:
    """Return the datasets of a tag's value."""
    return tuple(word for word in tag.split() if word != "-")
